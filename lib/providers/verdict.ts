import { equalBytes } from "#lib/signing/digest";
import type { QuarantineReason, RefusalReason, Verdict, VerificationKey, VerifiedItem } from "./provider.ts";

export function refused(reason: RefusalReason): Verdict {
  return { outcome: "refused", reason };
}

export function quarantined(keyId: string, reason: QuarantineReason): Verdict {
  return { outcome: "quarantined", keyId, reason };
}

export function verified(keyId: string, item: VerifiedItem): Verdict {
  return { outcome: "verified", keyId, items: [item] };
}

/** A key in the form in which it signs. */
export interface UsableKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The keys that decode to at least one byte: an empty key is one that anybody can sign with. */
export function usableKeys(keys: readonly VerificationKey[], decode: (secret: string) => Uint8Array | null): readonly UsableKey[] {
  const usable: UsableKey[] = [];
  for (const { id, secret } of keys) {
    const bytes = decode(secret);
    if (bytes !== null && bytes.length > 0) usable.push({ id, bytes });
  }
  return usable;
}

/** The id of the first key whose digest is among the given ones; `null` when none is. */
export function findMatchingKey(
  keys: readonly UsableKey[],
  digestOf: (key: Uint8Array) => Uint8Array,
  given: readonly Uint8Array[],
): string | null {
  for (const { id, bytes } of keys) {
    const digest = digestOf(bytes);
    if (given.some((candidate) => equalBytes(digest, candidate))) return id;
  }
  return null;
}
