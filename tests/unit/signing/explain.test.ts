import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Provider, ProviderId, QuarantineReason, RefusalReason, VerifyInput } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";
import { explainVerification } from "#lib/signing/explain";
import type { Explanation, ExplainRequest } from "#lib/signing/explanation";
import { reasonTexts } from "#lib/signing/reason-texts";
import { signWebhook } from "#lib/signing/standard-webhooks";
import { loadVectors } from "../providers/vectors.ts";

const secret = "gw_test_secret_9b1d7c";
const body = '{"id":"evt_1","event":"payment.completed","data":{"id":"pay_1","amount":1099,"currency":"EUR"}}';
const now = 1_767_225_600;

interface Case {
  readonly provider?: ProviderId;
  readonly settings?: unknown;
  readonly secret?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly knownKeys?: ExplainRequest<never>["knownKeys"];
  readonly foreignKeys?: ExplainRequest<never>["foreignKeys"];
}

function explain(given: Case): Explanation {
  const provider: Provider = providers[given.provider ?? "gateway"];
  const key = given.secret ?? secret;
  const input: VerifyInput<unknown> = {
    kind: "notification",
    settings: given.settings ?? {},
    mode: "test",
    keys: [{ id: "k1", secret: key }],
    headers: new Map(Object.entries(given.headers)),
    body: Buffer.from(given.body ?? body),
    nowSeconds: now,
  };
  const verdict = provider.verify(input);
  const reason = verdict.outcome === "verified" ? "verified" : verdict.reason;
  return explainVerification({
    reason,
    readings: provider.readings,
    input,
    knownKeys: given.knownKeys ?? [{ id: "k1", secret: key, state: "active" }],
    foreignKeys: given.foreignKeys ?? [],
  });
}

const hmac = (hash: string, key: string | Buffer, text: string) => createHmac(hash, key).update(text).digest();
const signedBy = (key: string | Buffer, text = body) => ({ "x-signature": hmac("sha256", key, text).toString("hex") });

describe("the usual mistakes are recognised", () => {
  it.each<readonly [string, string, Case]>([
    ["a body that was parsed and written again", "body_reserialised", { headers: signedBy(secret, JSON.stringify(JSON.parse(body), null, 2)) }],
    ["a body written by Python", "body_reserialised", { headers: signedBy(secret, body.replaceAll(",", ", ").replaceAll(":", ": ")) }],
    ["a line end that was added", "newline_added", { headers: signedBy(secret), body: `${body}\n` }],
    ["a line end that was lost", "newline_removed", { headers: signedBy(secret, `${body}\n`) }],
    ["line ends that were changed", "line_ends_changed", { headers: signedBy(secret, body.replaceAll(",", ",\r\n")), body: body.replaceAll(",", ",\n") }],
    ["a byte order mark that was lost", "byte_order_mark_removed", { headers: signedBy(secret, `\ufeff${body}`) }],
    ["a key with a line end", "key_changed", { headers: signedBy(`${secret}\n`) }],
    ["a key decoded from hexadecimal", "key_decoded_differently", { secret: "9b1d7c5f2c44782def547aaa", headers: signedBy(Buffer.from("9b1d7c5f2c44782def547aaa", "hex")) }],
    ["a key without its prefix", "key_decoded_differently", { headers: signedBy("test_secret_9b1d7c") }],
    ["upper-case digits", "digest_written_differently", { headers: { "x-signature": hmac("sha256", secret, body).toString("hex").toUpperCase() } }],
    ["base64 instead of hex", "digest_written_differently", { headers: { "x-signature": hmac("sha256", secret, body).toString("base64") } }],
    ["a prefix that the profile does not name", "digest_written_differently", { headers: { "x-signature": `sha256=${hmac("sha256", secret, body).toString("hex")}` } }],
    ["another hash", "other_hash", { headers: { "x-signature": hmac("sha1", secret, body).toString("hex") } }],
    ["a secret in front of the text", "secret_first_instead_of_hmac", { headers: { "x-signature": createHash("sha256").update(secret + body).digest("hex") } }],
    ["a digest that was cut", "digest_cut", { headers: { "x-signature": hmac("sha256", secret, body).toString("hex").slice(0, 60) } }],
    ["an empty key", "empty_key", { headers: signedBy("") }],
    ["an expired key", "former_key", { headers: signedBy("old secret"), knownKeys: [{ id: "k0", secret: "old secret", state: "expired" }, { id: "k1", secret, state: "active" }] }],
    ["a key of another source", "key_of_another_source", { headers: signedBy("other secret"), foreignKeys: [{ secret: "other secret", sourceName: "Shop B" }] }],
  ])("%s", (_name, code, given) => {
    expect(explain(given).mistake?.code).toBe(code);
  });

  it("a clock that is off, in minutes", () => {
    const webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const timestampSeconds = now - 720;
    const signature = signWebhook({ id: "msg_1", timestampSeconds, body: Buffer.from(body), secrets: [webhookSecret] });
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": String(timestampSeconds), "webhook-signature": signature };
    const explanation = explain({ provider: "standard-webhooks", secret: webhookSecret, headers });
    expect(explanation.reason).toBe("timestamp_out_of_tolerance");
    expect(explanation.mistake?.code).toBe("clock_off");
    expect(explanation.mistake?.sentence).toContain("12 minutes old");
    expect(explanation.keysTried).toEqual([{ keyId: "k1", matched: true }]);
  });

  it.each([
    ["praxis-notification/seed-values-number-rate-json1.0", "number_form_float"],
    ["praxis-notification/nulls-as-zero", "null_as_zero"],
    ["praxis-notification/secret-prepended", "secret_first_instead_of_secret_last"],
    ["praxis-notification/hmac-sha384", "hmac_instead_of_secret_last"],
    ["praxis-notification/sha384-of-body", "whole_body"],
    ["praxis-validation/notification-field-list", null],
    ["praxis-validation/null-as-word", "null_as_word"],
    ["adyen-standard/escaped-colon-signer", "escaped_fields"],
    ["adyen-standard/key-as-utf8", "key_decoded_differently"],
    ["adyen-standard/signature-of-empty-key", "empty_key"],
    ["adyen-standard/upper-case-hex-signature", "digest_written_differently"],
    ["stripe/secret-base64-decoded", "key_decoded_differently"],
    ["stripe/secret-without-prefix", "key_decoded_differently"],
    ["stripe/upper-case-hex", "digest_written_differently"],
    ["prahsys-protocol/reserialised-json", "body_reserialised"],
    ["prahsys-svix/secret-as-utf8", "key_decoded_differently"],
    ["generic-x-signature/key-with-trailing-newline", "key_changed"],
    ["generic-x-signature/wrong-key", null],
  ])("%s: %s", (name, code) => {
    const vector = loadVectors().find((candidate) => candidate.name === name);
    const { provider, input } = vector ?? { provider: "gateway" as const, input: null };
    const explanation =
      input === null ? null : explainVerification({ reason: "signature_mismatch", readings: providers[provider].readings, input, knownKeys: input.keys.map((key) => ({ ...key, state: "active" })) });
    expect(explanation?.mistake?.code ?? null).toBe(code);
  });
});

describe("an explanation", () => {
  it("shows the signed text with everything that hides in it", () => {
    const { signedPreview, signedBytesLength } = explain({ headers: signedBy("wrong"), body: "\ufeff{\"a\":\u200b1}\r\n" });
    expect(signedPreview).toBe('\\u{feff}{"a":\\u{200b}1}\\r\\n');
    expect(signedBytesLength).toBe(15);
  });

  it("cuts the preview at 4 KiB", () => {
    expect(explain({ headers: signedBy("wrong"), body: "\n".repeat(9000) }).signedPreview?.length).toBe(4096);
  });

  it("holds neither a secret nor a digest that the request did not bring", () => {
    const explanation = JSON.stringify(explain({ headers: signedBy("wrong"), foreignKeys: [{ secret: "foreign canary", sourceName: "B" }] }));
    const correct = hmac("sha256", secret, body);
    for (const text of [secret, "foreign canary", correct.toString("hex"), correct.toString("base64")]) expect(explanation).not.toContain(text);
  });

  it("has words for every reason", () => {
    const reasons: Readonly<Record<RefusalReason | QuarantineReason, true>> = {
      no_usable_key: true, signature_missing: true, signature_malformed: true, signature_mismatch: true, timestamp_missing: true, timestamp_malformed: true,
      timestamp_out_of_tolerance: true, header_families_mixed: true, body_not_signable: true, malformed_json: true, no_items: true, other_merchant: true,
      other_application: true, unsupported_version: true, unsupported_message: true, wrong_mode: true, duplicate_members: true, not_canonical: true,
    };
    expect(Object.keys(reasons).filter((reason) => reasonTexts[reason] === undefined)).toEqual([]);
  });

  it("hashes no more of a large body than a page has time for, however many keys there are", () => {
    const body = Buffer.from(`{"a":[${"1,".repeat(500_000)}1]}`);
    let hashedBytes = 0;
    const { mistake } = explainVerification({
      reason: "signature_mismatch",
      input: { body, nowSeconds: now },
      knownKeys: Array.from({ length: 50 }, (_, at) => ({ id: String(at), secret: `own ${String(at)}`, state: "active" as const })),
      foreignKeys: Array.from({ length: 200 }, (_, at) => ({ secret: `foreign ${String(at)}`, sourceName: "another" })),
      readings: (input) => [
        {
          signedBytes: input.body,
          given: ["0".repeat(64)],
          digest: (text) => {
            hashedBytes += input.body.length;
            return hmac("sha256", text, "").toString("hex");
          },
          formula: "",
          timestampSeconds: null,
          alternatives: [],
        },
      ],
    });
    expect(mistake).toBeNull();
    expect(hashedBytes / body.length).toBeLessThan(300);
  });

  it("explains a request without any signature", () => {
    const explanation = explain({ headers: {} });
    expect(explanation).toMatchObject({ reason: "signature_missing", given: [], mistake: null, keysTried: [{ keyId: "k1", matched: false }] });
  });
});
