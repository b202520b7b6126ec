import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HeaderMap, type ProviderId, providerIds, type VerifyInput } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";
import { explainVerification } from "#lib/signing/explain";
import { loadVectors } from "./vectors.ts";

const vectors = loadVectors();
const taken = vectors.filter(({ valid, input, knownOrderIds }) => valid && knownOrderIds === null && input.body.length < 20_000);

/** The bytes under signature, as far as the request still has any. */
function signedBytesOf(provider: ProviderId, input: VerifyInput<unknown>): string {
  return providers[provider].readings(input).map(({ signedBytes }) => Buffer.from(signedBytes).toString("hex")).join(" ");
}

/** Everything that an adapter does with a request. */
function doEverything(provider: ProviderId, input: VerifyInput<unknown>): string {
  const adapter = providers[provider];
  const { outcome } = adapter.verify(input);
  for (const itemIndex of [0, 1]) adapter.read({ ...input, itemIndex });
  for (const reading of adapter.readings(input)) for (const { secret } of input.keys) reading.digest(secret);
  explainVerification({ reason: "signature_mismatch", readings: adapter.readings, input, knownKeys: input.keys.map((key) => ({ ...key, state: "active" })) });
  return outcome;
}

describe("any single changed byte of the signed part is refused", () => {
  it.each(taken.map((vector) => [vector.name, vector] as const))("%s", (_name, { provider, input }) => {
    const signed = signedBytesOf(provider, input);
    fc.assert(
      fc.property(fc.nat(Math.max(input.body.length - 1, 0)), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const body = Buffer.from(input.body);
        if (body.length > 0) body.writeUInt8(body.readUInt8(at) ^ mask, at);
        const changed = { ...input, body };
        const isVerified = body.length > 0 && providers[provider].verify(changed).outcome === "verified";
        // Where single fields are signed, a byte outside of them may change, and then the signed text is the same.
        expect(isVerified && signedBytesOf(provider, changed) !== signed).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it.each(taken.filter(({ provider }) => provider !== "adyen").map((vector) => [vector.name, vector] as const))("%s: in its signature too", (_name, { provider, input }) => {
    const names = [...input.headers.keys()].filter((header) => header.includes("signature") || header.includes("authentication"));
    const [name = ""] = names;
    const value = input.headers.get(name) ?? "";
    fc.assert(
      fc.property(fc.nat(Math.max(value.length - 1, 0)), fc.constantFrom("0", "a", "F", " ", ",", "=", "é", ""), (at, character) => {
        const changed = value.slice(0, at) + character + value.slice(at + 1);
        const verdict = providers[provider].verify({ ...input, headers: new Map(input.headers).set(name, changed) });
        // Of several signatures one may break, and skipped entries do not count: then the list still holds a good one.
        const others = value.split(/[ ,]/).length > 2;
        expect(verdict.outcome === "verified" && changed !== value && !others).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe("keys", () => {
  it("verify in any order, among others, and the right one is named", () => {
    fc.assert(
      fc.property(fc.constantFrom(...taken), fc.array(fc.string(), { maxLength: 4 }), fc.nat(4), ({ provider, input }, others, at) => {
        const [first] = input.keys;
        const [right] = input.keys.filter((key) => providers[provider].verify({ ...input, keys: [key] }).outcome !== "refused");
        const keys = others.map((secret, index) => ({ id: `other-${index}`, secret }));
        keys.splice(at, 0, right ?? first ?? { id: "none", secret: "" });
        expect(providers[provider].verify({ ...input, keys })).toMatchObject({ keyId: right?.id });
      }),
    );
  });

  it.each(taken.map((vector) => [vector.name, vector] as const))("%s: nothing verifies without a usable key", (_name, { provider, input }) => {
    for (const keys of [[], [{ id: "k", secret: "" }]]) expect(providers[provider].verify({ ...input, keys })).toEqual({ outcome: "refused", reason: "no_usable_key" });
  });

  it("of another provider's form never throw when they are checked", () => {
    fc.assert(
      fc.property(fc.constantFrom(...taken), fc.string({ unit: "binary" }), ({ provider, input }, secret) => {
        const check = providers[provider].checkKey(secret, input.settings);
        expect(check.ok ? check.secret.length > 0 : check.message.length > 20).toBe(true);
      }),
    );
  });

  it("that are generated pass their own check and differ with the randomness", () => {
    fc.assert(
      fc.property(fc.constantFrom(...taken), fc.uint8Array({ minLength: 32, maxLength: 64 }), ({ provider, input }, random) => {
        const { generateKey, checkKey } = providers[provider];
        const secret = generateKey?.(random, input.settings);
        expect(secret === undefined ? null : checkKey(secret, input.settings)).toEqual(secret === undefined ? null : { ok: true, secret, warnings: [] });
      }),
    );
  });
});

describe("no input throws", () => {
  const settings: Readonly<Record<ProviderId, readonly unknown[]>> = {
    adyen: [{ scheme: "platform" }, { scheme: "standard", merchantAccounts: ["A"], captureMode: "automatic" }],
    praxis: [{ merchantId: "m", applicationKey: "a" }, { merchantId: "m", applicationKey: "a", numberForm: "normalised" }],
    prahsys: [{ scheme: "protocol" }, { scheme: "svix" }],
    gateway: [{}, { timestampHeader: "X-Time", encoding: "base64", algorithm: "sha512", idPath: "/constructor/0", typePath: "/__proto__", amountUnit: "major" }],
    stripe: [{}],
    "standard-webhooks": [{}],
  };
  const headerNames = [
    "x-signature", "x-time", "stripe-signature", "gt-authentication", "hmacsignature", "x-protocol-signature",
    "webhook-id", "webhook-timestamp", "webhook-signature", "svix-id", "svix-timestamp", "svix-signature",
  ];
  const headerValue = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "0".repeat(64), "a".repeat(96), `${"A".repeat(43)}=`, "1767225600", "msg_1", `v1,${"A".repeat(43)}=`, `t=1767225600,v1=${"0".repeat(64)}`),
  );
  const headers: fc.Arbitrary<HeaderMap> = fc.array(fc.tuple(fc.constantFrom(...headerNames), headerValue)).map((entries) => new Map(entries));
  const secrets = fc.oneof(fc.string(), fc.constantFrom("00".repeat(32), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MerchantSecretKey"));
  const names = [
    "id", "type", "event", "data", "object", "payload", "eventType", "eventId", "operation", "amount", "value", "currency", "notificationItems", "NotificationRequestItem",
    "additionalData", "hmacSignature", "pspReference", "eventCode", "success", "transaction", "session", "customer", "tid", "timestamp", "version", "subscription_id",
    "transaction_type", "transaction_status", "reference_id", "created", "created_at", "livemode", "status", "payment", "payment_intent", "__proto__", "constructor",
  ];
  const scalar = fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null), fc.constantFrom("payment.completed", "AUTHORISATION", "payment_intent.succeeded", "sale", "approved", "EUR", "JPY", "CLF", "true"));
  const { message } = fc.letrec((tie) => ({
    message: fc.oneof({ depthSize: "small" }, scalar.map((value) => (typeof value === "bigint" ? String(value) : JSON.stringify(value))), tie("list"), tie("object")),
    list: fc.array(tie("message") as fc.Arbitrary<string>, { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
    object: fc.array(fc.tuple(fc.constantFrom(...names), tie("message") as fc.Arbitrary<string>), { maxLength: 8 }).map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`),
  }));
  const bodies = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map((json) => Buffer.from(json)), (message as fc.Arbitrary<string>).map((json) => Buffer.from(json)));

  it.each(providerIds)("%s", (provider) => {
    fc.assert(
      fc.property(bodies, headers, fc.array(secrets, { maxLength: 3 }), fc.constantFrom(...settings[provider]), fc.constantFrom("notification" as const, "validation" as const), (body, given, keys, chosen, kind) => {
        const outcome = doEverything(provider, { kind, settings: chosen, mode: "live", keys: keys.map((secret, index) => ({ id: `k${index}`, secret })), headers: given, body, nowSeconds: 1_767_225_600 });
        expect(outcome).toBe("refused");
      }),
      { numRuns: 400 },
    );
  });

  it.each(providerIds)("%s: nor do signed messages with a part replaced", (provider) => {
    const own = taken.filter((vector) => vector.provider === provider);
    fc.assert(
      fc.property(fc.constantFrom(...own), message as fc.Arbitrary<string>, fc.nat(40), ({ input }, replacement, at) => {
        const text = Buffer.from(input.body).toString("utf8");
        let count = 0;
        const changed = text.replaceAll(/"(?:[^"\\]|\\.)*"(?=\s*[,}\]])|\btrue\b|\bfalse\b|\bnull\b|-?\d+/g, (token) => (count++ === at ? replacement : token));
        expect(["verified", "quarantined", "refused"]).toContain(doEverything(provider, { ...input, body: Buffer.from(changed) }));
      }),
      { numRuns: 200 },
    );
  });
});
