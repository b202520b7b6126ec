import type { QuarantineReason, RefusalReason } from "#lib/providers/provider";

const words: Readonly<Record<RefusalReason | QuarantineReason, string>> = {
  no_usable_key: "The source has no key that is valid now",
  signature_missing: "No signature",
  signature_malformed: "Signature is not well formed",
  signature_mismatch: "Signature fits none of the keys",
  timestamp_missing: "No signed time",
  timestamp_malformed: "Signed time is not well formed",
  timestamp_out_of_tolerance: "Signed too long ago, or in the future",
  header_families_mixed: "Headers of two signature schemes at once",
  body_not_signable: "Body lacks what the signature covers",
  malformed_json: "Verified, but not readable JSON",
  no_items: "Verified, but without any item",
  other_merchant: "Verified, but for another merchant",
  other_application: "Verified, but for another application",
  unsupported_version: "Verified, but in an unsupported version",
  unsupported_message: "Verified, but of an unsupported kind",
  wrong_mode: "Verified, but test and live differ from this source",
  duplicate_members: "Verified, but a signed member is given twice",
  not_canonical: "Verified, but its signed fields are ambiguous",
};

/** A reason in a few words; one that this version does not know in its own. */
export function reasonWords(reason: string): string {
  return Object.hasOwn(words, reason) ? (Object.entries(words).find(([code]) => code === reason)?.[1] ?? reason) : sentence(reason);
}

function sentence(code: string): string {
  const text = code.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
