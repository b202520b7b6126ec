import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { signDelivery } from "#lib/signing/sign-delivery";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";

const secretOf = (seed: number): string => encodeWebhookSecret(Buffer.alloc(32, seed));
const [oldest, newest, foreign] = [secretOf(1), secretOf(2), secretOf(3)];
const body = Buffer.from('{"id":"evt_1","amount":1.000000,"name":"Zoë 🎉"}', "utf8");
const delivery = { id: "evt_0197", timestampSeconds: Math.floor(Date.now() / 1000), body, secrets: [oldest], format: "normalized" } as const;

/** Whether the two official libraries take it, under this secret. */
function libraries(headers: Readonly<Record<string, string>>, secret: string): boolean[] {
  return [new StandardWebhook(secret), new SvixWebhook(secret)].map((webhook) => {
    try {
      webhook.verify(body.toString("utf8"), { ...headers });
      return true;
    } catch {
      return false;
    }
  });
}

describe("a signed delivery", () => {
  it("is taken by the official libraries of Standard Webhooks and Svix, and by no other secret", () => {
    const headers = signDelivery(delivery);
    expect(libraries(headers, oldest)).toEqual([true, true]);
    expect(libraries(headers, foreign)).toEqual([false, false]);
    expect(Object.keys(headers)).toEqual(["webhook-id", "webhook-timestamp", "webhook-signature", "x-signature"]);
  });

  it("is taken under the old and under the new secret while one is being changed", () => {
    const headers = signDelivery({ ...delivery, secrets: [oldest, newest] });
    expect([libraries(headers, oldest), libraries(headers, newest), libraries(headers, foreign)]).toEqual([[true, true], [true, true], [false, false]]);
  });

  it("carries the simple signature of plain gateways: the oldest secret's, and the newest's beside it", () => {
    const simple = (secret: string): string => createHmac("sha256", secret).update(body).digest("hex");
    expect(signDelivery(delivery)["x-signature"]).toBe(simple(oldest));
    expect(signDelivery({ ...delivery, secrets: [oldest, foreign, newest] })).toMatchObject({ "x-signature": simple(oldest), "x-signature-next": simple(newest) });
  });

  it("of a provider's own message leaves the names of the provider's headers alone", () => {
    const headers = signDelivery({ ...delivery, secrets: [oldest, newest], format: "original" });
    expect(Object.keys(headers)).toEqual(["countersign-id", "countersign-timestamp", "countersign-signature"]);
    const renamed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace("countersign", "webhook"), value]));
    expect([libraries(renamed, oldest), libraries(renamed, newest)]).toEqual([[true, true], [true, true]]);
  });

  it("fails everywhere once a byte of the body, the id or the time is another", () => {
    const headers = signDelivery(delivery);
    for (const name of ["webhook-id", "webhook-timestamp"]) expect(libraries({ ...headers, [name]: `${headers[name] ?? ""}1` }, oldest)).toEqual([false, false]);
    const other = signDelivery({ ...delivery, body: Buffer.concat([body, Buffer.from(" ")]) });
    expect(libraries(other, oldest)).toEqual([false, false]);
    expect(other["x-signature"]).not.toBe(headers["x-signature"]);
  });

  it("signs any bytes under any secret", () => {
    const anyBytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(anyBytes, fc.uint8Array({ minLength: 24, maxLength: 64 }), (bytes, key) => {
        const secret = encodeWebhookSecret(key);
        const headers = signDelivery({ ...delivery, body: bytes, secrets: [secret] });
        const expected = createHmac("sha256", key).update(`${delivery.id}.${String(delivery.timestampSeconds)}.`).update(bytes).digest("base64");
        expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
        expect(headers["x-signature"]).toBe(createHmac("sha256", secret).update(bytes).digest("hex"));
      }),
    );
  });
});
