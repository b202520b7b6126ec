import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ProviderId } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";

const nowSeconds = 1_767_225_600;
const example = (name: string) => readFileSync(path.resolve(import.meta.dirname, `../../fixtures/seeds/${name}.json`), "utf8");

function verify(provider: ProviderId, settings: unknown, secrets: readonly string[], headers: Readonly<Record<string, string>>, body: string, kind: "notification" | "validation" = "notification") {
  const keys = secrets.map((secret, index) => ({ id: `key-${index}`, secret }));
  return providers[provider].verify({ kind, settings, mode: "test", keys, headers: new Map(Object.entries(headers)), body: Buffer.from(body), nowSeconds });
}

function normalise(provider: ProviderId, settings: unknown, body: string) {
  return providers[provider].read({ settings, mode: "test", headers: new Map(), body: Buffer.from(body), itemIndex: 0 }).event;
}

describe("the examples of the providers' own pages", () => {
  it("Prahsys: one id under two types makes two events", () => {
    const settings = { scheme: "protocol" };
    const bodies = ["prahsys-conversation-updated", "prahsys-message-updated"].map(example);
    const verdicts = bodies.map((body) => verify("prahsys", settings, ["whk_demo_secret"], { "x-protocol-signature": createHmac("sha256", "whk_demo_secret").update(body).digest("hex") }, body));
    expect(verdicts.map((verdict) => (verdict.outcome === "verified" ? verdict.items[0].identity : null))).toEqual([
      ["conversation.updated", "a056V7R7NmNRjl70"],
      ["message.updated", "a056V7R7NmNRjl70"],
    ]);
    expect(bodies.map((body) => normalise("prahsys", settings, body).type)).toEqual(["conversation.updated", "message.updated"]);
    expect(normalise("prahsys", settings, bodies[1] ?? "").references).toEqual(expect.arrayContaining(["SIuAFUNKdSYHZF2w", "xgQQXg3hrtjh7AvZ", "WAz8eIbvDR60rouK"]));
  });

  it("Praxis: the notification, with conversion_rate as the bare number 1.000000", () => {
    const body = example("praxis-notification-request");
    const settings = { merchantId: "Test-Integration-Merchant", applicationKey: "Sandbox" };
    const text = "Test-Integration-MerchantSandbox159061163587cfb23a8f1e68e162c276b754d9c061test-1560610955756850EUR1001.000000EUR100";
    const headers = { "gt-authentication": createHash("sha384").update(`${text}MerchantSecretKey`).digest("hex") };
    expect(verify("praxis", settings, ["MerchantSecretKey"], headers, body)).toMatchObject({ outcome: "verified", items: [{ identity: ["756850", "sale", "approved", "100", "EUR", "100", "1590611635"] }] });
    expect(normalise("praxis", settings, body)).toMatchObject({ type: "payment.completed", providerType: "sale.approved", occurredAt: new Date(1_590_611_635_000), flags: [] });
  });

  it("Praxis: the validation", () => {
    const body = example("praxis-validation-request");
    const text = "Test-Integration-MerchantSandbox159061163587cfb23a8f1e68e162c276b754d9c061test-1560610955EUR1001.000000EUR100";
    const headers = { "gt-authentication": createHash("sha384").update(`${text}MerchantSecretKey`).digest("hex") };
    const settings = { merchantId: "Test-Integration-Merchant", applicationKey: "Sandbox" };
    expect(verify("praxis", settings, ["MerchantSecretKey"], headers, body, "validation")).toMatchObject({ outcome: "verified", items: [{ identity: null }] });
    expect(verify("praxis", settings, ["MerchantSecretKey"], headers, body, "notification").outcome).toBe("refused");
  });

  it("Praxis: our answers have the shape of the page's", () => {
    for (const [name, kind] of [["success", "stored"], ["error", "closed_by_hand"]] as const) {
      const { body } = providers.praxis.answer({ settings: { merchantId: "M", applicationKey: "A" }, outcome: { kind, eventIds: [] }, secret: "MerchantSecretKey", nowSeconds: 1_590_611_635 });
      expect(JSON.parse(body)).toEqual(JSON.parse(example(`praxis-notification-response-${name}`)));
    }
  });
});

describe("worked examples", () => {
  it.each<readonly [string, ProviderId, unknown, string, Readonly<Record<string, string>>, string, string]>([
    ["generic gateway", "gateway", {}, "gw_demo_secret", { "x-signature": "f70d463484ab0c9bf1eda20fa8d08b293bd1bf94c903fc901e1cf8ce14f51331" }, '{"id":"evt_demo_2","event":"payment.completed","created_at":"2026-01-01T00:00:00Z","data":{"id":"pay_1001","amount":2599,"currency":"EUR","status":"completed"}}', "payment.completed"],
    ["Prahsys, protocol", "prahsys", { scheme: "protocol" }, "whk_demo_secret", { "x-protocol-signature": "7724a5c492a77025a02cb6d104ccbe7bb1483dd1a38fa0e36f92a9e6b98b0a52" }, '{"id":"evt_demo_1","type":"payment.updated","payload":{"id":"pay_demo_1"}}', "prahsys.payment.updated"],
    ["Prahsys, svix", "prahsys", { scheme: "svix" }, "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz", { "svix-id": "msg_demo_2", "svix-timestamp": "1767225595", "svix-signature": "v1,IhOlWRQ8JMDhFCELhoJr5XrxFS3L5FNuqvPeD5f+IF4=" }, '{"eventType":"payments.payment.transaction.pay","eventId":"evt_demo_4","payload":{"success":true,"statusCode":200,"data":{"id":"tx_1001","operation":"PAY","result":"SUCCESS","amount":25.99,"currency":"USD","payment":{"id":"pay_1001","status":"CAPTURED"}}}}', "payment.completed"],
    ["Standard Webhooks", "standard-webhooks", {}, "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz", { "webhook-id": "msg_demo_1", "webhook-timestamp": "1767225595", "webhook-signature": "v1,jRhvPfU2S3iTLqvTN0FcZHyKFoPILSjuGpdE8pru2xo=" }, '{"type":"payment.completed","timestamp":"2026-01-01T00:00:00Z","data":{"id":"pay_1001","amount":2599,"currency":"EUR"}}', "payment.completed"],
    ["Stripe", "stripe", {}, "whsec_demo_secret", { "stripe-signature": "t=1767225595,v1=3882338222637489f8f52700670ed5849c61fac147c2925aa7813d088fc86fcb" }, '{"id":"evt_demo_3","object":"event","type":"payment_intent.succeeded","created":1767225590,"livemode":false,"data":{"object":{"id":"pi_demo","object":"payment_intent","amount":2599,"amount_received":2599,"currency":"eur","status":"succeeded"}}}', "payment.completed"],
    ["Adyen", "adyen", { scheme: "standard", merchantAccounts: ["DemoMerchantECOM"], captureMode: "manual" }, "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056", {}, '{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"sKpofuXRsR++m2o49+Ga4BcD+6sKTzG7IwPi17A/Zto="},"amount":{"currency":"EUR","value":2599},"eventCode":"CAPTURE","eventDate":"2026-01-01T01:00:00+01:00","merchantAccountCode":"DemoMerchantECOM","merchantReference":"ord-1001","originalReference":"QK7C3N8R5M2LJ6B9","paymentMethod":"visa","pspReference":"XH2PK5V9T4ZDW7Q8","reason":"","success":"true"}}]}', "payment.completed"],
  ])("%s verifies and has its type", (_name, provider, settings, secret, headers, body, type) => {
    expect(verify(provider, settings, [secret], headers, body)).toMatchObject({ outcome: "verified", keyId: "key-0" });
    expect(normalise(provider, settings, body).type).toBe(type);
  });
});

describe("Standard Webhooks with a public key", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const publicText = `whpk_${publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64")}`;
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const body = '{"type":"t"}';
  const v1a = `v1a,${sign(null, Buffer.from(`msg_1.${nowSeconds}.${body}`), privateKey).toString("base64")}`;
  const wrongV1 = `v1,${"A".repeat(43)}=`;
  const check = (secrets: readonly string[], signature: string) => verify("standard-webhooks", {}, secrets, { "webhook-id": "msg_1", "webhook-timestamp": String(nowSeconds), "webhook-signature": signature }, body);

  it("v1a verifies where a public key is saved, and is named", () => {
    expect(check([secret, publicText], v1a)).toMatchObject({ outcome: "verified", keyId: "key-1" });
    expect(check([publicText], v1a)).toMatchObject({ outcome: "verified", keyId: "key-0" });
  });

  it("is skipped without one", () => expect(check([secret], v1a)).toEqual({ outcome: "refused", reason: "signature_malformed" }));

  it("is no second chance for a failed v1", () => expect(check([secret, publicText], `${wrongV1} ${v1a}`)).toEqual({ outcome: "refused", reason: "signature_mismatch" }));

  it("one changed byte is refused", () => expect(check([publicText], v1a.replace(/,(.)/, (_match, first: string) => (first === "B" ? ",C" : ",B"))).outcome).toBe("refused"));
});
