import { sha384, toHex, utf8Bytes } from "#lib/signing/digest";
import type { LexicalJson } from "#lib/signing/lexical-json";
import { decodeLowerHex } from "#lib/signing/strict-decoding";
import { memberOf, readPayload, scalarOf, textAt } from "./payload.ts";
import { isCanonical, messageOf, type PraxisFields, type PraxisMessage, signedFields, signedText } from "./praxis-fields.ts";
import type { PraxisSettings } from "./praxis-settings.ts";
import type { QuarantineReason, SignedReading, Verdict, VerifyInput } from "./provider.ts";
import { findMatchingKey, quarantined, refused, usableKeys, verified } from "./verdict.ts";

const header = "gt-authentication";
const digestBytes = 48;

/**
 * Verdict on a Praxis message. `knownOrderIds`: orders that the shop made, where the caller knows them; a signed message
 * about another order is then kept apart, since order_id and tid can be shifted without changing the digest.
 */
export function verifyPraxis(input: VerifyInput<PraxisSettings>, knownOrderIds: ReadonlySet<string> | null = null): Verdict {
  const keys = usableKeys(input.keys, utf8Bytes);
  if (keys.length === 0) return refused("no_usable_key");
  const given = input.headers.get(header);
  if (given === undefined || given === "") return refused("signature_missing");
  const digest = decodeLowerHex(given);
  if (digest?.length !== digestBytes) return refused("signature_malformed");
  const payload = readPayload(input.body);
  if (payload?.value.kind !== "object") return refused("body_not_signable");
  const message = messageOf(payload.value, input.kind);
  const fields = signedFields(payload.value, message, input.settings.numberForm);
  if (fields === null) return refused("body_not_signable");
  const content = utf8Bytes(signedText(fields));
  const keyId = findMatchingKey(keys, (secret) => sha384(content, secret), [digest]);
  if (keyId === null) return refused("signature_mismatch");
  if (payload.duplicates.length > 0) return quarantined(keyId, "duplicate_members");
  const reason = reasonAgainst(payload.value, fields, message, input.settings, knownOrderIds);
  if (reason !== null) return quarantined(keyId, reason);
  if (message === "validation") return verified(keyId, { identity: null, content: input.body });
  return verified(keyId, { identity: identityOf(payload.value, message), content, payment: paymentOf(payload.value) });
}

function reasonAgainst(
  body: LexicalJson,
  fields: PraxisFields,
  message: PraxisMessage,
  settings: PraxisSettings,
  knownOrderIds: ReadonlySet<string> | null,
): QuarantineReason | null {
  if (message === "customer_sync") return "unsupported_message";
  if (scalarOf(memberOf(body, "version")) !== "1.3") return "unsupported_version";
  if (!isCanonical(fields, message)) return "not_canonical";
  const transaction = memberOf(body, "transaction");
  if (message === "notification" && transaction?.kind === "object" && !hasTransactionFields(fields)) return "not_canonical";
  if (fields.get("merchant_id") !== settings.merchantId) return "other_merchant";
  if (fields.get("application_key") !== settings.applicationKey) return "other_application";
  const orderId = fields.get("session.order_id") ?? null;
  return knownOrderIds !== null && orderId !== null && !knownOrderIds.has(orderId) ? "not_canonical" : null;
}

function hasTransactionFields(fields: PraxisFields): boolean {
  return ["transaction.tid", "transaction.currency", "transaction.amount"].every((name) => (fields.get(name) ?? null) !== null);
}

function identityOf(body: LexicalJson, message: PraxisMessage): readonly string[] {
  const text = (...names: readonly string[]) => textAt(body, ...names) ?? "";
  if (message === "subscription") return ["subscription", text("subscription_id"), text("event"), text("subscription_status"), text("timestamp")];
  if (memberOf(body, "transaction")?.kind !== "object") {
    return ["session", text("session", "order_id"), text("session", "session_status"), text("timestamp")];
  }
  const members = ["tid", "transaction_type", "transaction_status", "amount", "currency", "processed_amount"];
  return [...members.map((name) => text("transaction", name)), text("timestamp")];
}

/** A refund has a tid of its own and is not the payment that it pays back. */
function paymentOf(body: LexicalJson): string | null {
  const transaction = memberOf(body, "transaction");
  const type = textAt(transaction, "transaction_type");
  if (type === "refund") return null;
  return (type === "sale" ? textAt(transaction, "reference_id") : null) ?? textAt(transaction, "tid");
}

/** The digest that goes into `Gt-Authentication`: SHA-384 of the text and then the secret, lower-case hex. */
export function praxisDigest(text: string, secret: string): string {
  return toHex(sha384(text, secret));
}

export function readingsOfPraxis(input: VerifyInput<PraxisSettings>): readonly SignedReading[] {
  const payload = readPayload(input.body);
  if (payload?.value.kind !== "object") return [];
  const body = payload.value;
  const message = messageOf(body, input.kind);
  const fields = signedFields(body, message, input.settings.numberForm);
  if (fields === null) return [];
  const text = signedText(fields);
  const given = input.headers.get(header);
  return [
    {
      signedBytes: utf8Bytes(text),
      given: given === undefined ? [] : [given],
      digest: (secret) => (secret === "" ? null : praxisDigest(text, secret)),
      formula: `hex(SHA-384(text, then the secret)), text = ${[...fields.keys()].join(" + ")} without separators, null left out; in the header Gt-Authentication`,
      timestampSeconds: null,
      alternatives: alternativesOf(body, fields, message, input),
    },
  ];
}

function alternativesOf(body: LexicalJson, fields: PraxisFields, message: PraxisMessage, input: VerifyInput<PraxisSettings>): SignedReading["alternatives"] {
  const otherForm = input.settings.numberForm === "lexical" ? "normalised" : "lexical";
  const alternative = (code: string, sentence: string, next: string, text: string | null) =>
    text === null ? [] : [{ code, sentence, next, signedBytes: utf8Bytes(text) }];
  const textBy = (list: PraxisMessage, form: PraxisSettings["numberForm"]) => {
    const other = signedFields(body, list, form);
    return other === null ? null : signedText(other);
  };
  const oneDecimal = [...fields].map(([name, value]) => (name.endsWith("conversion_rate") && value !== null ? value.replace(/^(\d+)(?:\.0*)?$/, "$1.0") : (value ?? ""))).join("");
  const filled = (word: string) => [...fields.values()].map((value) => value ?? word).join("");
  return [
    ...alternative("number_form", `The signature matches under the number form "${otherForm}".`, `Set the number form of this source to "${otherForm}" and verify the request again.`, textBy(message, otherForm)),
    ...alternative("number_form_float", "The sender signed conversion_rate as a language prints a float (1.0), not as it stands in the body.", "Ask Praxis support how conversion_rate is signed for your application.", oneDecimal),
    ...alternative("null_as_zero", "The sender signed 0 in the place of null.", "Leave null members out of the signed text.", filled("0")),
    ...alternative("null_as_word", "The sender signed the word null in the place of null.", "Leave null members out of the signed text.", filled("null")),
    ...alternative("other_message_kind", message === "validation" ? "This is signed as a notification." : "This is signed as a validation.", "Check notification_url and validation_url: they may be swapped.", textBy(message === "validation" ? "notification" : "validation", input.settings.numberForm)),
    { code: "whole_body", sentence: "The sender hashed the whole body instead of the listed fields.", next: "Sign the documented fields in their order, then the secret.", signedBytes: input.body },
  ];
}
