import { afterAll, describe, expect, it } from "vitest";
import { verificationCode } from "#lib/endpoints/verification-code";
import { signDelivery } from "#lib/signing/sign-delivery";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { temporaryFolder } from "#tests/support/temporary-folder";
import { canRun, runSnippet, type SignedCase } from "./verification-runners.ts";

const [oldest, newest, foreign] = [1, 2, 3].map((seed) => encodeWebhookSecret(Buffer.alloc(32, seed)));
if (oldest === undefined || newest === undefined || foreign === undefined) throw new Error("no secrets");
const body = Buffer.from('{"id":"evt_1","name":"Zoë 🎉"}', "utf8");
const noText = Buffer.from([0, 0xff, 0xfe, 0x80, 10, 13]);
const nowSeconds = Math.floor(Date.now() / 1000);
const delivery = { id: "evt_0197", timestampSeconds: nowSeconds, body, secrets: [oldest], format: "normalized" } as const;
const signed = signDelivery(delivery);
const rotating = signDelivery({ ...delivery, secrets: [oldest, newest] });

interface Case extends SignedCase {
  readonly what: string;
  /** What verifyWebhook and verifyXSignature must say. */
  readonly expected: readonly [boolean, boolean];
}

const cases: readonly Case[] = [
  { what: "a delivery", headers: signed, body, secret: oldest, expected: [true, true] },
  { what: "the old secret while it is changed", headers: rotating, body, secret: oldest, expected: [true, true] },
  { what: "the new secret while it is changed", headers: rotating, body, secret: newest, expected: [true, true] },
  { what: "another secret", headers: rotating, body, secret: foreign, expected: [false, false] },
  { what: "another body", headers: signed, body: Buffer.from("{}"), secret: oldest, expected: [false, false] },
  { what: "another id", headers: { ...signed, "webhook-id": "evt_2" }, body, secret: oldest, expected: [false, true] },
  { what: "an old message", headers: signDelivery({ ...delivery, timestampSeconds: nowSeconds - 400 }), body, secret: oldest, expected: [false, true] },
  { what: "a message of the future", headers: signDelivery({ ...delivery, timestampSeconds: nowSeconds + 400 }), body, secret: oldest, expected: [false, true] },
  { what: "another time than was signed", headers: { ...signed, "webhook-timestamp": String(nowSeconds - 1) }, body, secret: oldest, expected: [false, true] },
  { what: "a time with signs around it", headers: { ...signed, "webhook-timestamp": ` ${String(nowSeconds)}` }, body, secret: oldest, expected: [false, true] },
  { what: "a time beyond all numbers", headers: { ...signed, "webhook-timestamp": "9".repeat(40) }, body, secret: oldest, expected: [false, true] },
  { what: "an empty body", headers: signed, body: Buffer.alloc(0), secret: oldest, expected: [false, false] },
  { what: "bytes that are no text", headers: signDelivery({ ...delivery, body: noText }), body: noText, secret: oldest, expected: [true, true] },
  { what: "no headers", headers: {}, body, secret: oldest, expected: [false, false] },
  { what: "nonsense", headers: { "webhook-id": "a", "webhook-timestamp": "soon", "webhook-signature": "v1 v1, ,", "x-signature": "é" }, body, secret: oldest, expected: [false, false] },
  { what: "half a signature", headers: { ...signed, "webhook-signature": (signed["webhook-signature"] ?? "").slice(0, 20), "x-signature": (signed["x-signature"] ?? "").slice(0, 20) }, body, secret: oldest, expected: [false, false] },
];

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Node always; the others where their interpreter is on the machine. */
const runnable = verificationCode.filter(({ language }) => canRun(language));

describe("the code to verify what we send", () => {
  // Compiling takes its time on a busy machine, where a language's own library is compiled with it more of it.
  it.each(runnable.map((snippet) => [snippet.name, snippet] as const))("in %s says of real deliveries what it must", { timeout: 180_000 }, (_name, snippet) => {
    const said = runSnippet(snippet, cases, folder.path);
    expect(cases.map(({ what }, at) => `${what}: ${said[at] ?? ""}`)).toEqual(cases.map(({ what, expected }) => `${what}: ${expected.join(" ")}`));
  });

  it("runs at least in Node", () => {
    expect(runnable.map(({ language }) => language)).toContain("node");
  });

  it("is there for every language, compares in constant time and looks at both headers", () => {
    expect(verificationCode.map(({ language }) => language)).toEqual(["node", "python", "php", "go", "java", "ruby", "csharp"]);
    for (const { code, name } of verificationCode) {
      expect(code, name).toMatch(/timingSafeEqual|compare_digest|hash_equals|hmac\.Equal|MessageDigest\.isEqual|secure_compare|FixedTimeEquals/);
      for (const header of ["webhook-signature", "webhook-timestamp", "x-signature", "x-signature-next"]) expect(code.toLowerCase(), name).toContain(header);
    }
  });
});
