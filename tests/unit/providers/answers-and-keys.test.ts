import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnswerOutcome, type ProviderId, providerIds } from "#lib/providers/provider";
import { isProviderId, providers } from "#lib/providers/registry";
import { praxisDigest } from "#lib/providers/praxis-signature";

const settings: Readonly<Record<ProviderId, unknown>> = {
  adyen: { scheme: "standard", merchantAccounts: ["A"], captureMode: "manual" },
  praxis: { merchantId: "M", applicationKey: "A" },
  prahsys: { scheme: "svix" },
  gateway: {},
  stripe: {},
  "standard-webhooks": {},
};
const nowSeconds = 1_767_225_600;
const outcomes: Readonly<Record<string, AnswerOutcome>> = {
  stored: { kind: "stored", eventIds: ["evt_1"] },
  refused: { kind: "refused" },
  quarantined: { kind: "quarantined", reason: "wrong_mode" },
  closed: { kind: "closed_by_hand", eventIds: ["evt_1"] },
  unavailable: { kind: "unavailable" },
};
const answer = (provider: ProviderId, outcome: string, secret: string | null = null) =>
  providers[provider].answer({ settings: settings[provider], outcome: outcomes[outcome] ?? { kind: "refused" }, secret, nowSeconds });

describe("answers", () => {
  it.each(["prahsys", "gateway", "stripe", "standard-webhooks"] as const)("%s takes the usual ones", (provider) => {
    expect(Object.keys(outcomes).map((outcome) => answer(provider, outcome).status)).toEqual([200, 401, 422, 200, 503]);
    expect(answer(provider, "stored")).toEqual({ status: 200, headers: { "content-type": "application/json" }, body: '{"received":true,"eventIds":["evt_1"]}' });
    expect(answer(provider, "refused").headers["content-type"]).toBe("application/problem+json");
    expect(Number(answer(provider, "unavailable").headers["retry-after"])).toBeGreaterThan(0);
  });

  it("Adyen is told [accepted] for what was kept apart too, since a refusal holds back all later messages", () => {
    expect(Object.keys(outcomes).map((outcome) => answer("adyen", outcome).status)).toEqual([200, 401, 200, 200, 503]);
    for (const outcome of ["stored", "quarantined", "closed"]) expect(answer("adyen", outcome)).toMatchObject({ body: "[accepted]", headers: { "content-type": "text/plain; charset=utf-8" } });
  });

  it.each([
    ["stored", 200, 0, "Ok"],
    ["refused", 401, -1, "The request could not be verified"],
    ["quarantined", 200, 1, "The message cannot be used"],
    ["closed", 200, 1, "Transaction already updated manually at the website to final status"],
    ["unavailable", 503, -1, "Temporarily unavailable"],
  ])("Praxis reads its own shape: %s", (outcome, httpStatus, status, description) => {
    const { status: answered, headers, body } = answer("praxis", outcome, "MerchantSecretKey");
    const digest = createHash("sha384").update(`${status}${nowSeconds}MerchantSecretKey`).digest("hex");
    expect([answered, JSON.parse(body)]).toEqual([httpStatus, { status, description, version: "1.3", timestamp: nowSeconds }]);
    expect([headers["gt-authentication"], headers["external-request-signature"]]).toEqual([digest, digest]);
  });

  it("a Praxis answer to a request that nobody vouched for is not signed", () => {
    for (const outcome of ["refused", "unavailable"]) expect(Object.keys(answer("praxis", outcome).headers).join(" ")).not.toMatch(/authentication|signature/);
  });

  it("Praxis' published digest of an answer comes out", () => {
    expect(answer("praxis", "stored", "MerchantSecretKey").headers["gt-authentication"]).toBe("d3cb65194d2b8390892ba4927696284f7d2090b911afb47490c355edfff61a4facae5a79aee43ce8183a02d262dd6f11");
  });

  it("no answer to a refused request tells why", () => {
    for (const provider of providerIds) expect(answer(provider, "refused").body).not.toMatch(/mismatch|malformed|missing|timestamp_|key-/);
  });

  it("the digests that Praxis and others print are ours", () => {
    const shape = z.object({ vectors: z.array(z.object({ stringToSign: z.string(), secret: z.string(), expectedSignature: z.string() })) });
    const file = path.resolve(import.meta.dirname, "../../fixtures/vectors/praxis-strings.json");
    const { vectors } = shape.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(vectors.map(({ stringToSign, secret }) => praxisDigest(stringToSign.slice(0, -secret.length), secret))).toEqual(vectors.map(({ expectedSignature }) => expectedSignature));
  });
});

describe("keys are checked when they are saved", () => {
  const check = (provider: ProviderId, secret: string, own: unknown = settings[provider]) => providers[provider].checkKey(secret, own);
  const hexKey = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

  const refusedKeys: readonly (readonly [ProviderId, string, string, unknown?])[] = [
    ["adyen", "", "64 hexadecimal digits"],
    ["adyen", ` ${hexKey}`, "starts with a blank"],
    ["adyen", hexKey.slice(1), "63 digits instead of 64"],
    ["adyen", hexKey.replace("D", "O"), "character at place 6"],
    ["praxis", "short", "too few"],
    ["praxis", "two words here", "inside"],
    ["prahsys", "whk_something_else", "whsec_"],
    ["prahsys", "", "is empty", { scheme: "protocol" }],
    ["gateway", "  ", "is empty"],
    ["gateway", "xyz", "is not hex", { keyEncoding: "hex" }],
    ["gateway", "YR==", "is not base64", { keyEncoding: "base64" }],
    ["stripe", "sk_test_12345678", "API key"],
    ["stripe", "12345678", "whsec_"],
    ["standard-webhooks", "whsec_!!!", "not base64"],
    ["standard-webhooks", "whsec_AAAA", "3 bytes"],
    ["standard-webhooks", "whsk_AAAA", "private key"],
    ["standard-webhooks", "whpk_AAAA", "32 bytes"],
    ["standard-webhooks", "\u200bwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "invisible"],
  ];
  it.each(refusedKeys.map(([provider, secret, part, own]) => [provider, secret, part, own] as const))("%s refuses %j and says what a key looks like", (provider, secret, part, own) => {
    const checked = check(provider, secret, own);
    expect(checked.ok ? "" : checked.message).toContain(part);
  });

  const takenKeys: readonly (readonly [ProviderId, string, number, unknown?])[] = [
    ["adyen", `${hexKey}\n`, 0],
    ["adyen", hexKey.toLowerCase(), 0],
    ["praxis", "12345678", 1],
    ["praxis", "\tMerchantSecretKey\r\n", 0],
    ["prahsys", "prahsys_webhook_key_5f2c", 0, { scheme: "protocol" }],
    ["gateway", "x", 1],
    ["gateway", "schlüssel mit blank", 1],
    ["stripe", "whsec_demo_secret\n", 0],
    ["standard-webhooks", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ", 0],
  ];
  it.each(takenKeys.map(([provider, secret, warnings, own]) => [provider, secret, warnings, own] as const))("%s takes %j, trimmed", (provider, secret, warnings, own) => {
    const checked = check(provider, secret, own);
    expect(checked.ok ? [checked.secret, checked.warnings.length] : checked.message).toEqual([secret.trim(), warnings]);
  });

  it.each(providerIds)("the example of %s is a key", (provider) => {
    const { example } = providers[provider].keyFormat(settings[provider]);
    expect(check(provider, example)).toEqual({ ok: true, secret: example, warnings: [] });
  });
});

describe("settings", () => {
  const properties = z.record(z.string(), z.object({ title: z.string().optional(), description: z.string().optional() })).optional();
  const objectSchema = z.object({ properties, oneOf: z.array(z.object({ properties })).optional() });

  it.each(providerIds)("%s: unknown fields are refused, every field has words, and a JSON Schema comes of them", (provider) => {
    const own = providers[provider];
    const base = z.record(z.string(), z.unknown()).parse(settings[provider]);
    expect(own.settings.safeParse({ ...base, surprise: 1 }).success).toBe(false);
    const objects = objectSchema.parse(z.toJSONSchema(own.settings, { io: "input" }));
    const fields = (objects.oneOf ?? [objects]).flatMap(({ properties = {} }) => Object.entries(properties));
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter(([, { title = "", description = "" }]) => title === "" || description === "")).toEqual([]);
  });

  it.each<readonly [ProviderId, unknown]>([
    ["adyen", {}],
    ["adyen", { scheme: "standard", merchantAccounts: [], captureMode: "manual" }],
    ["adyen", { scheme: "standard", merchantAccounts: ["A"] }],
    ["adyen", { scheme: "platform", merchantAccounts: ["A"] }],
    ["praxis", { merchantId: "M" }],
    ["praxis", { merchantId: " ", applicationKey: "A" }],
    ["prahsys", {}],
    ["prahsys", { scheme: "svix", toleranceSeconds: 0 }],
    ["stripe", { toleranceSeconds: 601 }],
    ["standard-webhooks", { toleranceSeconds: 29 }],
    ["gateway", { algorithm: "sha1" }],
    ["gateway", { header: "X Signature" }],
    ["gateway", { content: "{ts}.{body}" }],
    ["gateway", { timestampHeader: "X-Time", content: "{body}" }],
    ["gateway", { timestampHeader: "x-signature" }],
    ["gateway", { idPath: "data/id" }],
    ["gateway", { toleranceSeconds: 3601 }],
  ])("%s refuses %j", (provider, own) => expect(providers[provider].settings.safeParse(own).success).toBe(false));

  it.each(providerIds)("%s: what was parsed parses again to the same, as it comes back from the database", (provider) => {
    const once = providers[provider].settings.parse(settings[provider]);
    expect(providers[provider].settings.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it("are parsed by the adapter itself, so that nobody can hand it others", () => {
    expect(() => providers.praxis.keyFormat({ merchantId: 1 })).toThrow(/merchantId/);
  });
});

describe("the registry", () => {
  it("lists every provider under its own id, with steps for its back office", () => {
    expect(Object.entries(providers).map(([id, { id: own }]) => id === own)).toEqual(providerIds.map(() => true));
    for (const provider of providerIds) expect(providers[provider].setup(settings[provider]).length).toBeGreaterThan(1);
    expect(["adyen", "ADYEN", "toString", "__proto__"].map(isProviderId)).toEqual([true, false, false, false]);
  });

  it("knows how long a provider may go on with a former key", () => {
    expect(providerIds.map((id) => providers[id].retryHorizonHours)).toEqual([720, 48, 48, 48, 72, 48]);
  });
});

describe("a gateway's signature header", () => {
  it.each(["Authorization", "cookie", "Proxy-Authorization", "X-Countersign-Path"])("may not be %s, which is not kept with a request", (header) => {
    expect(providers.gateway.settings.safeParse({ header }).success).toBe(false);
  });

  it("may be any other", () => {
    expect(providers.gateway.settings.safeParse({ header: "X-My-Signature" }).success).toBe(true);
  });
});
