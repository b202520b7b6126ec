import type { KeyObject } from "node:crypto";
import type { VerifiedItem } from "#lib/providers/provider";
import { hmac, preparedKey, utf8Bytes } from "#lib/signing/digest";

/** Hashes of what was received are keyed: six and four known digits of a masked card leave few guesses for a plain hash. */
export function keyedHash(hashKey: Uint8Array, domain: keyof typeof domains, bytes: Uint8Array): Uint8Array {
  let key = preparedKeys.get(hashKey);
  if (key === undefined) {
    key = preparedKey(hashKey);
    preparedKeys.set(hashKey, key);
  }
  return hmac("sha256", key, domains[domain], bytes);
}

/** The one key of the installation, ready for use: it is asked for twice for each request. */
const preparedKeys = new WeakMap<Uint8Array, KeyObject>();

/** Keeps the hashes of different things apart although they share a key. */
const domains = {
  body: utf8Bytes("countersign body\0"),
  content: utf8Bytes("countersign content\0"),
  identity: utf8Bytes("countersign identity\0"),
  customer: utf8Bytes("countersign customer\0"),
  call: utf8Bytes("countersign call\0"),
  card: utf8Bytes("countersign card\0"),
} as const;

/** What makes a repeat recognisable, and what two copies must share. Where a provider gives no identity, the body stands for it. */
export function itemHashes(hashKey: Uint8Array, item: VerifiedItem, body: Uint8Array, bodyHash: Uint8Array): { identityHash: Uint8Array; contentHash: Uint8Array } {
  // JSON keeps the parts apart: no two lists of parts share a text.
  const identity = item.identity === null ? bodyHash : utf8Bytes(JSON.stringify(item.identity));
  return {
    identityHash: keyedHash(hashKey, "identity", identity),
    contentHash: item.content === body ? bodyHash : keyedHash(hashKey, "content", item.content),
  };
}
