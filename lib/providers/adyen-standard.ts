import { hmac, toBase64, utf8Bytes } from "#lib/signing/digest";
import type { LexicalJson } from "#lib/signing/lexical-json";
import { decodeBase64, decodeHex } from "#lib/signing/strict-decoding";
import type { AdyenSettings, AdyenStandardSettings } from "./adyen-settings.ts";
import { memberOf, readPayload, scalarOf, textAt } from "./payload.ts";
import type { QuarantineReason, SignedReading, Verdict, VerifiedItem, VerifyInput } from "./provider.ts";
import { findMatchingKey, quarantined, refused, usableKeys } from "./verdict.ts";

/** One NotificationRequestItem with the fields that Adyen signs, as text; null and absent are empty. */
export interface AdyenItem {
  readonly value: LexicalJson;
  readonly pspReference: string;
  readonly originalReference: string;
  readonly merchantAccountCode: string;
  readonly merchantReference: string;
  readonly amountValue: string;
  readonly amountCurrency: string;
  readonly eventCode: string;
  readonly success: string;
}

export function verifyAdyenStandard(input: VerifyInput<AdyenStandardSettings>): Verdict {
  const keys = usableKeys(input.keys, decodeKey);
  if (keys.length === 0) return refused("no_usable_key");
  const payload = readPayload(input.body);
  const items = payload === null ? null : readAdyenItems(payload.value);
  if (payload === null || items === null) return refused("body_not_signable");
  let keyId: string | null = null;
  const verifiedItems: VerifiedItem[] = [];
  for (const item of items) {
    const given = signatureOf(item);
    if (given === null || given === "") return refused("signature_missing");
    const digest = decodeBase64(given);
    if (digest?.length !== 32) return refused("signature_malformed");
    const content = utf8Bytes(signedText(item));
    const matching = findMatchingKey(keys, (key) => hmac("sha256", key, content), [digest]);
    if (matching === null) return refused("signature_mismatch");
    keyId ??= matching;
    verifiedItems.push({ identity: identityOf(item), content });
  }
  const [first, ...others] = verifiedItems;
  if (first === undefined || keyId === null) return refused("body_not_signable");
  const reason = payload.duplicates.length > 0 ? "duplicate_members" : reasonAgainst(payload.value, items, input);
  return reason === null ? { outcome: "verified", keyId, items: [first, ...others] } : quarantined(keyId, reason);
}

/** The items of a notification, `null` where it has none or one has a signed field that is no text. */
export function readAdyenItems(value: LexicalJson): readonly AdyenItem[] | null {
  const list = memberOf(value, "notificationItems");
  if (list?.kind !== "array" || list.items.length === 0) return null;
  const items: AdyenItem[] = [];
  for (const entry of list.items) {
    const item = readItem(memberOf(entry, "NotificationRequestItem"));
    if (item === null) return null;
    items.push(item);
  }
  return items;
}

function readItem(value: LexicalJson | null): AdyenItem | null {
  if (value?.kind !== "object") return null;
  const text = (...names: readonly string[]) => signedField(memberOf(value, ...names));
  const pspReference = text("pspReference");
  const originalReference = text("originalReference");
  const merchantAccountCode = text("merchantAccountCode");
  const merchantReference = text("merchantReference");
  const amountValue = text("amount", "value");
  const amountCurrency = text("amount", "currency");
  const eventCode = text("eventCode");
  // The only signed field that some senders write as a boolean.
  const success = scalarOf(memberOf(value, "success")) ?? text("success");
  if (pspReference === null || originalReference === null || merchantAccountCode === null || merchantReference === null) return null;
  if (amountValue === null || amountCurrency === null || eventCode === null || success === null) return null;
  return { value, pspReference, originalReference, merchantAccountCode, merchantReference, amountValue, amountCurrency, eventCode, success };
}

/** Text of a signed field: strings decoded, numbers as written, nothing as empty; `null` for what has no such text. */
function signedField(value: LexicalJson | null): string | null {
  if (value === null || value.kind === "null") return "";
  return value.kind === "string" || value.kind === "number" ? value.text : null;
}

/** The eight fields joined by colons, unescaped: escaping belonged to Adyen's former hosted pages. */
export function signedText(item: AdyenItem): string {
  const { pspReference, originalReference, merchantAccountCode, merchantReference, amountValue, amountCurrency, eventCode, success } = item;
  return [pspReference, originalReference, merchantAccountCode, merchantReference, amountValue, amountCurrency, eventCode, success].join(":");
}

function signatureOf(item: AdyenItem): string | null {
  const value = memberOf(item.value, "additionalData", "hmacSignature");
  return value?.kind === "string" ? value.text : null;
}

function identityOf(item: AdyenItem): readonly string[] {
  const { merchantAccountCode, eventCode, pspReference, success } = item;
  const identity = [merchantAccountCode, eventCode, pspReference, success];
  // Adyen captures again under the same reference after CAPTURE_FAILED.
  const isRecapture = eventCode === "CAPTURE" && (textAt(item.value, "reason") ?? "").includes("ecaptured");
  return isRecapture ? [...identity, textAt(item.value, "eventDate") ?? ""] : identity;
}

function reasonAgainst(value: LexicalJson, items: readonly AdyenItem[], input: VerifyInput<AdyenStandardSettings>): QuarantineReason | null {
  if (!items.every(isCanonical)) return "not_canonical";
  if (items.some(({ merchantAccountCode }) => !input.settings.merchantAccounts.includes(merchantAccountCode))) return "other_merchant";
  const live = memberOf(value, "live");
  const expected = input.mode === "live" ? "true" : "false";
  return live !== null && live.kind !== "null" && scalarOf(live) !== expected ? "wrong_mode" : null;
}

/**
 * True where the signed text can be cut into fields in one way only: with these forms, the first three fields
 * are known from the left and the last four from the right, so that only the merchant's reference may hold colons.
 */
function isCanonical(item: AdyenItem): boolean {
  const isReport = item.eventCode === "REPORT_AVAILABLE";
  return (
    item.pspReference !== "" &&
    (isReport || !item.pspReference.includes(":")) &&
    !item.originalReference.includes(":") &&
    item.merchantAccountCode !== "" &&
    /^(?:|-?(?:0|[1-9]\d*))$/.test(item.amountValue) &&
    /^(?:|[A-Z]{3})$/.test(item.amountCurrency) &&
    /^[A-Z0-9_]+$/.test(item.eventCode) &&
    /^(?:true|false)$/.test(item.success)
  );
}

/** Case of the digits is irrelevant; anything but 64 digits is no key. */
export function decodeKey(secret: string): Uint8Array | null {
  return secret.length === 64 ? decodeHex(secret) : null;
}

export function readingsOfItems(input: VerifyInput<AdyenSettings>): readonly SignedReading[] {
  const payload = readPayload(input.body);
  const items = payload === null ? null : readAdyenItems(payload.value);
  return (items ?? []).map((item): SignedReading => {
    const text = signedText(item);
    const signedBytes = utf8Bytes(text);
    const given = signatureOf(item);
    const digest = (secret: string) => {
      const key = decodeKey(secret);
      return key === null ? null : toBase64(hmac("sha256", key, signedBytes));
    };
    const formula =
      "base64(HMAC-SHA256(key = the 64 hexadecimal digits as 32 bytes, text = pspReference:originalReference:merchantAccountCode:merchantReference:amount.value:amount.currency:eventCode:success)), in additionalData.hmacSignature of each item";
    return { signedBytes, given: given === null ? [] : [given], digest, formula, timestampSeconds: null, alternatives: alternativesOf(item, text, input.body) };
  });
}

function alternativesOf(item: AdyenItem, text: string, body: Uint8Array): SignedReading["alternatives"] {
  const escape = (field: string) => field.replaceAll("\\", "\\\\").replaceAll(":", "\\:");
  const escaped = signedText({ ...item, merchantReference: escape(item.merchantReference), pspReference: escape(item.pspReference), originalReference: escape(item.originalReference), merchantAccountCode: escape(item.merchantAccountCode) });
  const escaping = {
    code: "escaped_fields",
    sentence: "The sender escaped colons and backslashes in the fields, as Adyen's hosted pages did before 2020.",
    next: "Sign the fields as they are, without escaping.",
    signedBytes: utf8Bytes(escaped),
  };
  const wholeBody = {
    code: "whole_body",
    sentence: "The sender signed the whole body, as Adyen's platform webhooks do.",
    next: "If these are platform webhooks, make a source with the scheme \"platform\" for them.",
    signedBytes: body,
  };
  return escaped === text ? [wholeBody] : [escaping, wholeBody];
}
