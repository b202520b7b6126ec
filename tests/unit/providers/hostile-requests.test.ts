import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Mode, ProviderId, Verdict } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";
import { signWebhook } from "#lib/signing/standard-webhooks";

const nowSeconds = 1_767_225_600;
const gatewayKey = "gw_test_secret_9b1d7c";
const adyenKey = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
const webhookKey = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const praxisKey = "MerchantSecretKey";

interface Call {
  readonly settings?: unknown;
  readonly secrets?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly mode?: Mode;
  readonly nowSeconds?: number;
}

function verify(provider: ProviderId, call: Call): Verdict {
  return providers[provider].verify({
    kind: "notification",
    settings: call.settings ?? {},
    mode: call.mode ?? "test",
    keys: (call.secrets ?? []).map((secret, index) => ({ id: `key-${index}`, secret })),
    headers: new Map(Object.entries(call.headers ?? {})),
    body: Buffer.from(call.body ?? ""),
    nowSeconds: call.nowSeconds ?? nowSeconds,
  });
}

const hmacHex = (key: string | Buffer, body: string | Uint8Array, hash = "sha256") => createHmac(hash, key).update(body).digest("hex");
const gateway = (body: string | Uint8Array) => verify("gateway", { secrets: [gatewayKey], body, headers: { "x-signature": hmacHex(gatewayKey, body) } });
const adyenStandard = { scheme: "standard", merchantAccounts: ["TestMerchant"], captureMode: "manual" };

/** An Adyen notification with one item, signed over its own fields. */
function adyenBody(change: (json: string) => string = (json) => json, signed = "7914073381342284::TestMerchant:ref-1:1130:EUR:AUTHORISATION:true"): string {
  const signature = createHmac("sha256", Buffer.from(adyenKey, "hex")).update(signed).digest("base64");
  return change(
    `{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"${signature}"},"amount":{"currency":"EUR","value":1130},"eventCode":"AUTHORISATION","eventDate":"2026-01-01T00:59:55+01:00","merchantAccountCode":"TestMerchant","merchantReference":"ref-1","pspReference":"7914073381342284","success":"true"}}]}`,
  );
}
const adyen = (body: string) => verify("adyen", { settings: adyenStandard, secrets: [adyenKey], body });

const praxisSettings = { merchantId: "M", applicationKey: "A" };
function praxis(body: string, signed: string): Verdict {
  return verify("praxis", { settings: praxisSettings, secrets: [praxisKey], body, headers: { "gt-authentication": createHash("sha384").update(signed + praxisKey).digest("hex") } });
}
const token = "87cfb23a8f1e68e162c276b754d9c061";
const praxisBody = (transaction: string, rest = "") =>
  `{"merchant_id":"M","application_key":"A","timestamp":1767225595,"customer":{"customer_token":"${token}"},"session":{"order_id":"o-1","session_status":"expired"},"transaction":${transaction},"version":"1.3"${rest}}`;
const praxisLead = `MA1767225595${token}o-1`;

describe("bodies under a whole-body signature", () => {
  it.each<readonly [string, string | Uint8Array]>([
    ["no byte", ""],
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d)],
    ["UTF-16", Buffer.from("\ufeff{}", "utf16le")],
    ["XML claimed as JSON", "<event/>"],
    ["a form claimed as JSON", "live=false&eventCode=AUTHORISATION"],
    ["multipart", "--x\r\ncontent-disposition: form-data\r\n\r\n1\r\n--x--"],
    ["JSON that is cut", '{"id":"a"'],
    ["a depth of 100 000 that never closes", "[".repeat(100_000)],
  ])("%s: signed, but kept apart as unreadable", (_name, body) => {
    expect(gateway(body)).toEqual({ outcome: "quarantined", keyId: "key-0", reason: "malformed_json" });
  });

  it.each<readonly [string, string, readonly string[] | null]>([
    ["an array", "[]", null],
    ["a number beyond every float", "1e400", null],
    ["a depth of 100 000", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, null],
    ["members of the prototype", '{"__proto__":{"id":"x","event":"y"},"constructor":{"id":"z"}}', null],
    ["an id without a type", '{"id":"a"}', null],
    ["NUL in a string", '{"event":"t","id":"a\\u0000b"}', ["t", "a\u0000b"]],
    ["a lone surrogate", '{"event":"t","id":"\\ud800"}', ["t", "\ud800"]],
    ["a byte order mark", '\ufeff{"event":"t","id":"a"}', ["t", "a"]],
    ["an id beyond 2^53", '{"event":"t","id":9007199254740993}', ["t", "9007199254740993"]],
    ["the neighbour of that id", '{"event":"t","id":9007199254740992}', ["t", "9007199254740992"]],
    ["duplicate members", '{"event":"t","id":"a","id":"b"}', ["t", "b"]],
  ])("%s: taken, its identity is exact", (_name, body, identity) => {
    expect(gateway(body)).toMatchObject({ outcome: "verified", items: [{ identity }] });
  });

  it("a million members are read", () => {
    const members = Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":0`).join(",");
    expect(gateway(`{"event":"t","id":"a",${members}}`)).toMatchObject({ outcome: "verified", items: [{ identity: ["t", "a"] }] });
  });
});

describe("bodies under a signature of fields", () => {
  it.each<readonly [string, string]>([
    ["no byte", ""],
    ["an array", "[]"],
    ["a form", "live=false"],
    ["no items", '{"live":"false","notificationItems":[]}'],
    ["an item that is null", '{"notificationItems":[null]}'],
    ["a depth of 100 000", "[".repeat(100_000) + "]".repeat(100_000)],
    ["an amount that is a list", adyenBody((json) => json.replace('"value":1130', '"value":[1130]'))],
    ["a reference that is a boolean", adyenBody((json) => json.replace('"merchantReference":"ref-1"', '"merchantReference":true'))],
    ["a success that is an object", adyenBody((json) => json.replace('"success":"true"', '"success":{}'))],
  ])("%s: nothing to sign, refused", (_name, body) => {
    expect(adyen(body)).toEqual({ outcome: "refused", reason: "body_not_signable" });
  });

  it("bytes that are not UTF-8 are refused", () => {
    expect(verify("adyen", { settings: adyenStandard, secrets: [adyenKey], body: Buffer.from(adyenBody((json) => json.replace("ref-1", "ÿ")), "latin1") })).toMatchObject({ outcome: "refused" });
  });

  it("a success of its boolean form signs the same", () => {
    expect(adyen(adyenBody((json) => json.replace('"success":"true"', '"success":true'))).outcome).toBe("verified");
  });

  it("a success given twice is kept apart, since readers differ on which one counts", () => {
    expect(adyen(adyenBody((json) => json.replace('"success":"true"', '"success":"false","success":"true"')))).toMatchObject({ outcome: "quarantined", reason: "duplicate_members" });
  });

  it("a duplicate of an unsigned member is kept apart too", () => {
    expect(adyen(adyenBody((json) => json.replace('"live":"false"', '"live":"false","live":"false"')))).toMatchObject({ outcome: "quarantined", reason: "duplicate_members" });
  });

  it.each([
    ["a colon shifted into pspReference", '"pspReference":"7914073381342284:","originalReference":"TestMerchant","merchantAccountCode":"TestMerchant"', "7914073381342284::TestMerchant:TestMerchant:ref-1:1130:EUR:AUTHORISATION:true"],
    ["a colon shifted into originalReference", '"pspReference":"7914073381342284","originalReference":":TestMerchant","merchantAccountCode":"TestMerchant"', "7914073381342284::TestMerchant:TestMerchant:ref-1:1130:EUR:AUTHORISATION:true"],
  ])("%s is kept apart", (_name, fields, signed) => {
    const body = adyenBody((json) => json.replace('"merchantAccountCode":"TestMerchant",', "").replace('"pspReference":"7914073381342284"', fields), signed);
    expect(adyen(body)).toMatchObject({ outcome: "quarantined", reason: "not_canonical" });
  });

  it("a report may have colons in its file name", () => {
    const body = adyenBody((json) => json.replaceAll("7914073381342284", "report:2026.csv").replace("AUTHORISATION", "REPORT_AVAILABLE"), "report:2026.csv::TestMerchant:ref-1:1130:EUR:REPORT_AVAILABLE:true");
    expect(adyen(body)).toMatchObject({ outcome: "verified", items: [{ identity: ["TestMerchant", "REPORT_AVAILABLE", "report:2026.csv", "true"] }] });
  });

  it("a capture that Adyen made again is an event of its own", () => {
    const recapture = (date: string) => adyenBody((json) => json.replace("AUTHORISATION", "CAPTURE").replace('"success"', `"reason":"Automatically recaptured","success"`).replace("2026-01-01T00:59:55+01:00", date), "7914073381342284::TestMerchant:ref-1:1130:EUR:CAPTURE:true");
    const identities = ["2026-01-01T00:00:00+01:00", "2026-01-05T00:00:00+01:00"].map((date) => adyen(recapture(date))).map((verdict) => (verdict.outcome === "verified" ? verdict.items[0].identity : null));
    expect(identities[0]).toHaveLength(5);
    expect(identities[0]).not.toEqual(identities[1]);
  });

  it("one bad item refuses the whole batch", () => {
    const good = adyenBody();
    const item = good.slice(good.indexOf("[") + 1, good.lastIndexOf("]"));
    const batch = (...items: readonly string[]) => adyen(`{"live":"false","notificationItems":[${items.join(",")}]}`);
    expect(batch(item, item)).toMatchObject({ outcome: "verified", items: { length: 2 } });
    expect(batch(item, item.replace("1130", "1131"), item)).toEqual({ outcome: "refused", reason: "signature_mismatch" });
    expect(batch(item, item.replace(/"hmacSignature":"[^"]+"/, '"other":"x"'))).toEqual({ outcome: "refused", reason: "signature_missing" });
  });
});

describe("Praxis", () => {
  const transaction = '{"tid":7,"transaction_type":"sale","transaction_status":"approved","currency":"EUR","amount":100,"conversion_rate":"1.000000","processed_currency":"EUR","processed_amount":100}';
  const text = `${praxisLead}7EUR1001.000000EUR100`;

  it("an expired session signs five fields", () => {
    expect(praxis(praxisBody("null"), praxisLead)).toMatchObject({ outcome: "verified", items: [{ identity: ["session", "o-1", "expired", "1767225595"] }] });
  });

  it("a transaction signs eleven, and its identity holds what is not signed too", () => {
    expect(praxis(praxisBody(transaction), text)).toMatchObject({ outcome: "verified", items: [{ identity: ["7", "sale", "approved", "100", "EUR", "100", "1767225595"] }] });
  });

  it.each([
    ["a transaction put into an expired session", praxisBody('{"transaction_status":"approved","transaction_type":"sale"}'), praxisLead, "not_canonical"],
    ["a missing customer token, which would let the order grow", praxisBody("null").replace(`"${token}"`, "null").replace("o-1", `${token}o-1`), praxisLead, "not_canonical"],
    ["a customer token that took a letter of the order", praxisBody("null").replace(token, `${token}o`).replace('"o-1"', '"-1"'), praxisLead, "not_canonical"],
    ["another version", praxisBody(transaction).replace('"1.3"', '"1.2"'), text, "unsupported_version"],
    ["no version", praxisBody(transaction).replace(',"version":"1.3"', ""), text, "unsupported_version"],
    ["another application", praxisBody(transaction).replace('"A"', '"B"'), text.replace("MA", "MB"), "other_application"],
    ["a status given twice", praxisBody(transaction.replace('"transaction_status"', '"transaction_status":"rejected","transaction_status"')), text, "duplicate_members"],
  ])("%s is kept apart", (_name, body, signed, reason) => {
    expect(praxis(body, signed)).toEqual({ outcome: "quarantined", keyId: "key-0", reason });
  });

  it("a customer sync is signed by its own fields and not used", () => {
    const body = '{"merchant_id":"M","application_key":"A","timestamp":1767225595,"cid":"c-7","order_id":"o-1","version":"1.3"}';
    expect(praxis(body, "MA1767225595c-7")).toMatchObject({ outcome: "quarantined", reason: "unsupported_message" });
  });

  it("a subscription is signed by its own fields; its version may be a number", () => {
    const body = '{"event":"renewed","merchant_id":"M","application_key":"A","cid":"c-7","plan_id":3,"subscription_id":44,"subscription_status":"active","timestamp":1767225595,"version":1.3}';
    expect(praxis(body, "renewedMAc-7344active1767225595")).toMatchObject({ outcome: "verified", items: [{ identity: ["subscription", "44", "renewed", "active", "1767225595"] }] });
  });

  it("bare numbers sign as written, or without trailing zeros where the source says so", () => {
    const body = praxisBody(transaction.replace('"1.000000"', "1.000000"));
    const headers = { "gt-authentication": createHash("sha384").update(`${praxisLead}7EUR1001EUR100${praxisKey}`).digest("hex") };
    const outcomes = ["lexical", "normalised"].map((numberForm) => verify("praxis", { settings: { ...praxisSettings, numberForm }, secrets: [praxisKey], body, headers }).outcome);
    expect(outcomes).toEqual(["refused", "verified"]);
  });
});

describe("signatures that are almost right are refused", () => {
  const body = '{"event":"t","id":"a"}';
  const good = hmacHex(gatewayKey, body);
  it.each<readonly [string, string, string]>([
    ["empty", "", "signature_missing"],
    ["cut by one", good.slice(1), "signature_malformed"],
    ["one digit longer", `${good}0`, "signature_malformed"],
    ["upper case", good.toUpperCase(), "signature_malformed"],
    ["a prefix", `sha256=${good}`, "signature_malformed"],
    ["blanks around it", ` ${good} `, "signature_malformed"],
    ["two header lines joined", `${good}, ${good}`, "signature_malformed"],
    ["digits of another script", good.replaceAll(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))), "signature_malformed"],
    ["base64", Buffer.from(good, "hex").toString("base64"), "signature_malformed"],
    ["another hash", hmacHex(gatewayKey, body, "sha512"), "signature_malformed"],
    ["another hash, cut to length", hmacHex(gatewayKey, body, "sha512").slice(0, 64), "signature_mismatch"],
    ["one bit flipped", (good.startsWith("0") ? "1" : "0") + good.slice(1), "signature_mismatch"],
  ])("%s", (_name, value, reason) => {
    expect(verify("gateway", { secrets: [gatewayKey], body, headers: { "x-signature": value } })).toEqual({ outcome: "refused", reason });
  });

  it("url-safe base64 and missing padding", () => {
    const settings = { scheme: "platform" };
    const bytes = createHmac("sha256", Buffer.from(adyenKey, "hex")).update(body).digest();
    const outcomes = [bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("base64").replace("=", "")].map((value) => verify("adyen", { settings, secrets: [adyenKey], body, headers: { hmacsignature: value } }).outcome);
    expect(outcomes).toEqual(["verified", "refused", "refused"]);
  });

  it("an algorithm that the sender names is not looked at", () => {
    const signature = createHmac("sha1", Buffer.from(adyenKey, "hex")).update(body).digest("base64");
    expect(verify("adyen", { settings: { scheme: "platform" }, secrets: [adyenKey], body, headers: { hmacsignature: signature, protocol: "HmacSHA1" } })).toEqual({ outcome: "refused", reason: "signature_malformed" });
  });

  it("the key of a test source does not open a live one, and modes do not mix under one key", () => {
    const stripeBody = '{"id":"evt_1","type":"charge.captured","livemode":false}';
    const headers = { "stripe-signature": `t=${nowSeconds},v1=${hmacHex("whsec_test_key_1", `${nowSeconds}.${stripeBody}`)}` };
    expect(verify("stripe", { secrets: ["whsec_live_key_1"], body: stripeBody, headers, mode: "live" })).toEqual({ outcome: "refused", reason: "signature_mismatch" });
    expect(verify("stripe", { secrets: ["whsec_test_key_1"], body: stripeBody, headers, mode: "live" })).toEqual({ outcome: "quarantined", keyId: "key-0", reason: "wrong_mode" });
  });
});

describe("signed times", () => {
  const body = '{"type":"t"}';
  const webhook = (timestampSeconds: number, change: Readonly<Record<string, string>> = {}) => {
    const signature = signWebhook({ id: "msg_1", timestampSeconds, body: Buffer.from(body), secrets: [webhookKey] });
    return verify("standard-webhooks", { secrets: [webhookKey], body, headers: { "webhook-id": "msg_1", "webhook-timestamp": String(timestampSeconds), "webhook-signature": signature, ...change } });
  };

  it("count up to the edge of the tolerance, in both directions", () => {
    expect([-301, -300, 300, 301].map((offset) => webhook(nowSeconds + offset).outcome)).toEqual(["refused", "verified", "verified", "refused"]);
  });

  it("the tolerance of the settings counts", () => {
    const at = nowSeconds - 60;
    const headers = { "stripe-signature": `t=${at},v1=${hmacHex("whsec_key_12345", `${at}.${body}`)}` };
    const outcomes = [30, 60].map((toleranceSeconds) => verify("stripe", { settings: { toleranceSeconds }, secrets: ["whsec_key_12345"], body, headers }).outcome);
    expect(outcomes).toEqual(["refused", "verified"]);
  });

  it.each([
    ["a full stop in the id", { "webhook-id": "msg.1" }, "signature_malformed"],
    ["a time with a suffix", { "webhook-timestamp": `${nowSeconds}abc` }, "timestamp_malformed"],
    ["no time", { "webhook-timestamp": "" }, "timestamp_missing"],
    ["one header of the other family", { "svix-id": "msg_1" }, "header_families_mixed"],
    ["unknown versions only", { "webhook-signature": `v2,${"A".repeat(43)}=` }, "signature_malformed"],
  ])("%s is refused", (_name, change, reason) => expect(webhook(nowSeconds, change)).toEqual({ outcome: "refused", reason }));

  it.each([
    ["a second t", `t=1,t=${nowSeconds},v1=${hmacHex("whsec_key_12345", `${nowSeconds}.${body}`)}`, "signature_malformed"],
    ["a blank after the comma", `t=${nowSeconds}, v1=${hmacHex("whsec_key_12345", `${nowSeconds}.${body}`)}`, "signature_malformed"],
    ["no v1", `t=${nowSeconds},v0=${hmacHex("whsec_key_12345", `${nowSeconds}.${body}`)}`, "signature_missing"],
  ])("Stripe: %s is refused", (_name, header, reason) => {
    expect(verify("stripe", { secrets: ["whsec_key_12345"], body, headers: { "stripe-signature": header } })).toEqual({ outcome: "refused", reason });
  });
});
