import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { providerIds, type ProviderId } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";
import { seededRandom } from "#lib/simulator/randomness";
import { simulations } from "#lib/simulator/registry";
import { signMessage, writeMessage } from "#lib/simulator/sign-message";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import type { SignedMessage } from "#lib/simulator/simulation";
import { tamper } from "#lib/simulator/tamper";

const nowSeconds = 1_767_225_600;
const adyenKey = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
const whsec = "whsec_ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz";

interface Account {
  readonly provider: ProviderId;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secret: string;
}

const accounts: readonly Account[] = [
  { provider: "adyen", settings: {}, secret: adyenKey },
  { provider: "adyen", settings: { scheme: "platform" }, secret: adyenKey },
  { provider: "praxis", settings: {}, secret: "MerchantSecretKey" },
  { provider: "praxis", settings: { numberForm: "normalised" }, secret: "MerchantSecretKey" },
  { provider: "prahsys", settings: { scheme: "protocol" }, secret: "whk_demo_secret" },
  { provider: "prahsys", settings: { scheme: "svix" }, secret: whsec },
  { provider: "gateway", settings: {}, secret: "gw_demo_secret" },
  { provider: "gateway", settings: { algorithm: "sha512", encoding: "base64", prefix: "v=", timestampHeader: "X-Time", amountUnit: "major" }, secret: "gw_demo_secret" },
  { provider: "gateway", settings: { keyEncoding: "hex", idPath: "/meta/id", typePath: "/meta/type", amountPath: "/sum/minor", currencyPath: "/sum/currency" }, secret: "00ff00ff00ff00ff00ff00ff00ff00ff" },
  { provider: "gateway", settings: { keyEncoding: "base64" }, secret: "ZGVtbyBzZWNyZXQgb2YgdHdlbnR5LWZvdXIrIGJ5dGVz" },
  { provider: "stripe", settings: {}, secret: "whsec_demo_secret" },
  { provider: "standard-webhooks", settings: {}, secret: whsec },
];

const everyMessage = accounts.flatMap((account) => {
  const simulation = simulations[account.provider];
  return simulation.types(simulation.demoSettings(account.settings)).map((type) => ({ ...account, type, name: `${account.provider} ${JSON.stringify(account.settings)} ${type}` }));
});

function verdictOf(account: Account, kind: "notification" | "validation", { headers, body }: SignedMessage) {
  return providers[account.provider].verify({
    kind,
    settings: simulations[account.provider].demoSettings(account.settings),
    mode: "test",
    keys: [{ id: "key", secret: account.secret }],
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
    nowSeconds,
  });
}

describe.each(everyMessage)("$name", (message) => {
  const order = { ...message, nowSeconds, random: seededRandom(message.name) };
  const written = writeMessage(order);
  const signed = written.sign([message.secret], nowSeconds);

  test("is taken by our own receiving side", () => {
    expect(verdictOf(message, written.kind, signed)).toMatchObject({ outcome: "verified", keyId: "key" });
  });

  test("is refused after tampering and under another key", () => {
    expect(verdictOf(message, written.kind, tamper(written, signed))).toMatchObject({ outcome: "refused", reason: "signature_mismatch" });
    const other = message.secret === whsec ? "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" : message.secret.replace(/[0-9A-Za-z]/, (first) => (first === "0" ? "1" : "0"));
    expect(verdictOf({ ...message, secret: other }, written.kind, signed)).toMatchObject({ outcome: "refused", reason: "signature_mismatch" });
  });

  test("is JSON and holds the part that it says is signed", () => {
    const text = Buffer.from(signed.body).toString("utf8");
    expect(text).toContain(written.covered);
    expect(() => z.json().parse(JSON.parse(text))).not.toThrow();
  });

  test("is read as an event with a type of its own and with references", () => {
    const { event } = providers[message.provider].read({
      settings: simulations[message.provider].demoSettings(message.settings),
      mode: "test",
      headers: new Map(),
      body: signed.body,
      itemIndex: 0,
    });
    // A validation is answered, and never becomes an event.
    expect(written.kind === "notification" ? event.flags : []).toEqual([]);
    expect(event.references.length).toBeGreaterThan(0);
  });
});

test("every provider can be played, and its settings are known to its receiving side", () => {
  expect(Object.keys(simulations).sort()).toEqual([...providerIds].sort());
  for (const { provider, settings } of accounts) expect(providers[provider].settings.safeParse(simulations[provider].demoSettings(settings)).success).toBe(true);
});

describe("official libraries", () => {
  const sent = (account: Account, type: string) => {
    const { headers, body } = signMessage({ ...account, type, nowSeconds: Math.floor(Date.now() / 1000), random: seededRandom(type) });
    return { headers: { ...headers }, body: Buffer.from(body).toString("utf8") };
  };

  test.each(simulations.stripe.types({}))("stripe takes %s", (type) => {
    const { headers, body } = sent({ provider: "stripe", settings: {}, secret: "whsec_demo_secret" }, type);
    expect(new Stripe("sk_test_unused").webhooks.constructEvent(body, headers["Stripe-Signature"] ?? "", "whsec_demo_secret").type).toBe(type.split(":")[0]);
  });

  test.each(simulations["standard-webhooks"].types({}))("standardwebhooks takes %s", (type) => {
    const { headers, body } = sent({ provider: "standard-webhooks", settings: {}, secret: whsec }, type);
    expect(new StandardWebhook(whsec).verify(body, headers)).toMatchObject({ type });
  });

  test.each(simulations.prahsys.types({ scheme: "svix" }))("svix takes Prahsys' %s", (type) => {
    const { headers, body } = sent({ provider: "prahsys", settings: { scheme: "svix" }, secret: whsec }, type);
    expect(() => new SvixWebhook(whsec).verify(body, headers)).not.toThrow();
  });

  test("stripe and svix take either secret while one is being replaced", () => {
    const now = Math.floor(Date.now() / 1000);
    const stripeMessage = writeMessage({ provider: "stripe", nowSeconds: now, random: seededRandom("two") }).sign(["whsec_old", "whsec_new"], now);
    for (const secret of ["whsec_old", "whsec_new"]) {
      expect(() => new Stripe("sk_test_unused").webhooks.constructEvent(Buffer.from(stripeMessage.body).toString(), stripeMessage.headers["Stripe-Signature"] ?? "", secret)).not.toThrow();
    }
    const other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const svixMessage = writeMessage({ provider: "prahsys", nowSeconds: now, random: seededRandom("two") }).sign([whsec, other], now);
    for (const secret of [whsec, other]) expect(() => new SvixWebhook(secret).verify(Buffer.from(svixMessage.body).toString(), { ...svixMessage.headers })).not.toThrow();
  });
});

const vectorFile = z.object({ vectors: z.array(z.looseObject({ name: z.string(), class: z.string(), valid: z.boolean(), secret: z.string().optional(), body: z.string().nullish(), headers: z.record(z.string(), z.string()).optional() })) });
const vectorsOf = (name: string) => vectorFile.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, "../../fixtures/vectors", `${name}.json`), "utf8"))).vectors;

/** Second readings of the providers' rules, written for this test: right by the vectors, then used to judge the simulator. */
describe("signing rules read a second time", () => {
  const praxisMessage = z.object({
    merchant_id: z.string(),
    application_key: z.string(),
    timestamp: z.number(),
    customer: z.object({ customer_token: z.string() }),
    session: z.object({ order_id: z.string() }),
    transaction: z.record(z.string(), z.json()),
  });
  const praxisSignature = (body: string, secret: string) => {
    const { merchant_id, application_key, timestamp, customer, session, transaction } = praxisMessage.parse(JSON.parse(body));
    const names = ["tid", "currency", "amount", "conversion_rate", "processed_currency", "processed_amount"];
    const parts = [merchant_id, application_key, timestamp, customer.customer_token, session.order_id, ...names.map((name) => z.union([z.string(), z.number()]).parse(transaction[name] ?? ""))];
    return createHash("sha384").update(parts.join("") + secret).digest("hex");
  };
  const adyenSchema = z.object({
    notificationItems: z.tuple([
      z.object({
        NotificationRequestItem: z.looseObject({
          additionalData: z.object({ hmacSignature: z.string() }),
          amount: z.object({ value: z.number(), currency: z.string() }),
          eventCode: z.string(),
          merchantAccountCode: z.string(),
          merchantReference: z.string(),
          originalReference: z.string().default(""),
          pspReference: z.string(),
          success: z.string(),
        }),
      }),
    ]),
  });
  const adyenSignatures = (body: string, key: string) => {
    const item = adyenSchema.parse(JSON.parse(body)).notificationItems[0].NotificationRequestItem;
    const text = [item.pspReference, item.originalReference, item.merchantAccountCode, item.merchantReference, item.amount.value, item.amount.currency, item.eventCode, item.success].join(":");
    return { given: item.additionalData.hmacSignature, expected: createHmac("sha256", Buffer.from(key, "hex")).update(text).digest("base64") };
  };

  test("Praxis: the vectors, then our messages", () => {
    const usual = vectorsOf("praxis-notification").filter((vector) => vector.valid && vector.class === "plain" && praxisMessage.safeParse(JSON.parse(vector.body ?? "null")).success && typeof z.looseObject({ transaction: z.looseObject({ conversion_rate: z.unknown() }) }).parse(JSON.parse(vector.body ?? "null")).transaction.conversion_rate === "string");
    expect(usual.length).toBeGreaterThan(0);
    for (const { body, secret = "", headers } of usual) expect(praxisSignature(body ?? "", secret)).toBe(headers?.["gt-authentication"]);
    const { headers, body } = signMessage({ provider: "praxis", secret: "MerchantSecretKey", nowSeconds, random: seededRandom("praxis") });
    expect(headers["Gt-Authentication"]).toBe(praxisSignature(Buffer.from(body).toString(), "MerchantSecretKey"));
  });

  test("Adyen: the published vector, then our messages", () => {
    const published = vectorsOf("adyen").find(({ name }) => name === "adyen-standard/published-docs-sample");
    const vector = adyenSignatures(published?.body ?? "", adyenKey);
    expect(vector.given).toBe(vector.expected);
    for (const type of ["AUTHORISATION", "CAPTURE", "REFUND"]) {
      const { body } = signMessage({ provider: "adyen", type, secret: adyenKey, nowSeconds, random: seededRandom(type) });
      const ours = adyenSignatures(Buffer.from(body).toString(), adyenKey);
      expect(ours.given).toBe(ours.expected);
    }
  });

  test.each([
    ["generic-gateway", "gateway", "X-Signature", {}],
    ["prahsys-protocol", "prahsys", "x-protocol-signature", { scheme: "protocol" }],
  ] as const)("%s: the vector, then our messages", (file, provider, header, settings) => {
    const hex = (body: string, secret: string) => createHmac("sha256", secret).update(body).digest("hex");
    const compact = vectorsOf(file).find(({ name }) => name.endsWith("/compact-json"));
    expect(hex(compact?.body ?? "", compact?.secret ?? "")).toBe(compact?.headers?.[header]);
    const { headers, body } = signMessage({ provider, settings, secret: "a secret of mine", nowSeconds, random: seededRandom(file) });
    expect(headers[header]).toBe(hex(Buffer.from(body).toString(), "a secret of mine"));
  });
});

test("the same seed tells the same story", () => {
  const tell = () => signMessage({ provider: "praxis", secret: "MerchantSecretKey", nowSeconds, random: seededRandom("story") });
  expect(tell()).toEqual(tell());
});

test("messages of one payment name the same payment", () => {
  const payment = simulatePayment(seededRandom("one payment"), nowSeconds);
  const textOf = (type: string) => Buffer.from(signMessage({ provider: "adyen", type, payment, secret: adyenKey, nowSeconds, random: seededRandom(type) }).body).toString();
  const reference = /"pspReference":"([^"]+)"/.exec(textOf("AUTHORISATION"))?.[1];
  expect(textOf("CAPTURE")).toContain(`"originalReference":"${reference ?? "none"}"`);
});

test.each([
  ["adyen", "44782DEF", "64 hexadecimal digits"],
  ["standard-webhooks", "secret", "whsec_"],
  ["prahsys", "whk_demo_secret", "whsec_"],
  ["praxis", "", "empty"],
  ["stripe", "", "empty"],
] as const)("%s: a key that cannot sign is refused with a sentence", (provider, secret, words) => {
  expect(() => signMessage({ provider, secret, nowSeconds, random: seededRandom("key") })).toThrow(words);
});

test("a message that a provider does not have is refused with the list of those it has", () => {
  expect(() => writeMessage({ provider: "gateway", type: "payment.melted", nowSeconds, random: seededRandom("type") })).toThrow(/payment\.completed/);
});
