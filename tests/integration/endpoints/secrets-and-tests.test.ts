import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { checkEndpoint, checkUrl } from "#lib/endpoints/check-endpoint";
import { createEndpoint } from "#lib/endpoints/create-endpoint";
import { endSecret } from "#lib/endpoints/end-secret";
import { getEndpoint } from "#lib/endpoints/get-endpoint";
import { secretsAt } from "#lib/endpoints/open-endpoint";
import { revealSecrets } from "#lib/endpoints/reveal-secrets";
import { rotateSecret } from "#lib/endpoints/rotate-secret";
import { testEndpoint } from "#lib/endpoints/test-endpoint";
import { updateSecret } from "#lib/endpoints/update-secret";
import { closeOutbound } from "#lib/platform/outbound/outbound";
import { apiKeyActor, signedInPerson, steppedUp, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { httpTarget, type ReceivedCall } from "#tests/support/outbound-target";
import { loaded, receiverCertificate, sendToKnownNames } from "./known-names.ts";

const db = await testDatabase();
const url = "https://shop.example.com/webhooks";
let admin: UserActor;
let operator: UserActor;

beforeAll(async () => {
  await testInstallation(db);
  sendToKnownNames();
  admin = steppedUp((await signedInPerson(db, "admin")).actor);
  operator = (await signedInPerson(db, "operator")).actor;
});
afterAll(() => closeOutbound());

async function lastEntry(): Promise<{ action: string; subjectId: string | null; details: unknown }> {
  return db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
}

function verified(call: ReceivedCall | undefined, secret: string | null): boolean[] {
  const { headers, body } = call ?? { headers: {}, body: Buffer.from("") };
  return [StandardWebhook, SvixWebhook].map((Library) => {
    try {
      new Library(secret ?? "").verify(body.toString("utf8"), { ...headers });
      return true;
    } catch {
      return false;
    }
  });
}

describe("rotating a secret", () => {
  it("signs with both until the old one expires, and tells the new one once", async () => {
    const target = await httpTarget((_request, response) => response.end("fine"));
    const made = await createEndpoint(admin, { url: `http://127.0.0.1:${String(target.port)}/hook`, headers: { "x-key": "value" } });
    const rotated = await rotateSecret(admin, { id: made.id, expirePreviousAfterSeconds: 3_600 });
    expect(rotated.secrets.map(({ status }) => status)).toEqual(["expiring", "active"]);
    expect(JSON.stringify((await lastEntry()).details)).not.toContain("whsec_");
    await testEndpoint(operator, made.id);
    expect([verified(target.calls[0], made.secret), verified(target.calls[0], rotated.secret)]).toEqual([[true, true], [true, true]]);
    await rotateSecret(admin, { id: made.id, expirePreviousAfterSeconds: 0, secret: `whsec_${Buffer.alloc(32, 9).toString("base64")}` });
    await testEndpoint(operator, made.id);
    expect([verified(target.calls[1], made.secret), verified(target.calls[1], rotated.secret)]).toEqual([[false, false], [false, false]]);
    expect((await getEndpoint(admin, made.id)).secrets.map(({ status }) => status)).toEqual(["expired", "expired", "active"]);
  });

  it("refuses the secret that signs already, and more than a delivery can carry", async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
    const { id } = await createEndpoint(admin, { url, secret });
    expect((await problemOf(rotateSecret(admin, { id, secret, expirePreviousAfterSeconds: 60 }))).kind).toBe("conflict");
    for (let count = 0; count < 4; count += 1) await rotateSecret(admin, { id, expirePreviousAfterSeconds: 600 });
    expect((await problemOf(rotateSecret(admin, { id, expirePreviousAfterSeconds: 600 }))).kind).toBe("conflict");
    await rotateSecret(admin, { id, expirePreviousAfterSeconds: 0 });
    const opened = await loaded(db, id);
    expect(secretsAt(opened, Date.now())).toHaveLength(1);
  });

  it("lets the former one end at once or at another time, and never the newest", async () => {
    const made = await createEndpoint(admin, { url });
    const { secrets } = await rotateSecret(admin, { id: made.id, expirePreviousAfterSeconds: 3_600 });
    const [former, newest] = secrets.map((secret) => ({ id: made.id, secretId: secret.id }));
    if (former === undefined || newest === undefined) throw new Error("a rotation left fewer than two secrets");
    const expiresAt = new Date(Date.now() + 7_200_000).toISOString();
    expect((await updateSecret(admin, { ...former, expiresAt })).secrets[0]).toMatchObject({ status: "expiring", expiresAt });
    expect(await lastEntry()).toMatchObject({ action: "endpoint.update_secret", details: { after: { expiresAt } } });
    expect((await problemOf(updateSecret(admin, { ...former, expiresAt: "2020-01-01T00:00:00Z" }))).errors.map(({ path }) => path)).toEqual(["expiresAt"]);
    for (const refused of await Promise.all([endSecret(admin, newest), updateSecret(admin, { ...newest, expiresAt })].map(problemOf))) expect(refused.message).toContain("newest");
    expect((await endSecret(admin, former)).secrets.map(({ status }) => status)).toEqual(["revoked", "active"]);
    expect(secretsAt(await loaded(db, made.id), Date.now())).toHaveLength(1);
    expect((await problemOf(endSecret(admin, former))).kind).toBe("conflict");
    expect((await problemOf(endSecret(admin, { ...former, secretId: "sec_x" }))).kind).toBe("not_found");
  });

  it("is changed in the dashboard only after the password, by a script with its scope alone", async () => {
    const { id } = await createEndpoint(admin, { url });
    const { secrets } = await rotateSecret(apiKeyActor(["endpoints:write"]), { id, expirePreviousAfterSeconds: 60 });
    const secretId = secrets[0]?.id ?? "";
    const unproved = { ...admin, steppedUpAtMs: null };
    const calls = [rotateSecret(unproved, { id, expirePreviousAfterSeconds: 60 }), endSecret(unproved, { id, secretId }), updateSecret(unproved, { id, secretId, expiresAt: new Date(Date.now() + 60_000).toISOString() })].map(problemOf);
    for (const refused of await Promise.all(calls)) expect(refused.kind).toBe("step_up_required");
  });

  it("is revealed only to an admin whose password was proved lately", async () => {
    const { id, secret } = await createEndpoint(admin, { url });
    expect((await problemOf(revealSecrets({ ...admin, steppedUpAtMs: null }, { id }))).kind).toBe("step_up_required");
    for (const actor of [apiKeyActor(["endpoints:write"]), { ...operator, steppedUpAtMs: Date.now() }]) expect((await problemOf(revealSecrets(actor, { id }))).kind).toBe("forbidden");
    expect((await revealSecrets({ ...admin, steppedUpAtMs: Date.now() }, { id })).secrets.map((one) => one.secret)).toEqual([secret]);
    expect(await lastEntry()).toMatchObject({ action: "endpoint.reveal" });
  });
});

describe("trying an endpoint", () => {
  it("sends one signed event that both official libraries take, and shows what came back without our header's value", async () => {
    const target = await httpTarget((_request, response) => response.writeHead(500, { "x-banner": "b" }).end("out of order"));
    const made = await createEndpoint(admin, { url: `http://127.0.0.1:${String(target.port)}/hook`, headers: { "x-key": "receiver-token" } });
    const result = await testEndpoint(operator, made.id);
    expect(result).toMatchObject({ ok: false, statusCode: 500, error: null, responseBody: "out of order", says: "The receiver answered 500: a delivery would be tried again." });
    expect(JSON.stringify(result)).not.toContain("receiver-token");
    expect(target.calls).toHaveLength(1);
    expect(target.calls[0]?.headers).toMatchObject({ "x-key": "receiver-token", "countersign-test": "true", "countersign-event": "countersign.test" });
    expect(verified(target.calls[0], made.secret)).toEqual([true, true]);
    expect(await lastEntry()).toMatchObject({ action: "endpoint.test", details: { ok: false, statusCode: 500 } });
  });

  it("looks at each step on the way and says which one fails", async () => {
    const target = await httpTarget((_request, response) => response.end(), { tls: receiverCertificate });
    const good = await checkUrl(admin, { url: `https://receiver.test:${String(target.port)}/` });
    expect(good).toMatchObject({ ok: true, steps: [{ step: "url" }, { step: "dns" }, { step: "address" }, { step: "connection" }, { step: "tls" }] });
    expect(good.steps[4]?.says).toContain("certificate for receiver.test");
    expect(target.calls).toEqual([]);
    const failed = async (bad: string): Promise<string | undefined> => (await checkUrl(admin, { url: bad })).steps.find(({ ok }) => ok === false)?.step;
    expect(await Promise.all(["nonsense", "http://shop.example.com/", "https://nowhere.example.com/", "https://mixed.example.com/", "https://receiver.test:9/"].map(failed))).toEqual(["url", "url", "dns", "address", "connection"]);
    expect(await failed(`https://wrong.test:${String(target.port)}/`)).toBe("tls");
    const { id } = await createEndpoint(admin, { url: `https://receiver.test:${String(target.port)}/` });
    expect((await checkEndpoint(operator, id)).ok).toBe(true);
  });
});
