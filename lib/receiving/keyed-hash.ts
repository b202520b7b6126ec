import { createHmac } from "node:crypto";
import type { VerifiedItem } from "#lib/providers/provider";

/** Hashes of what was received are keyed: six and four known digits of a masked card leave few guesses for a plain hash. */
export function keyedHash(hashKey: Uint8Array, domain: "body" | "content" | "identity", bytes: Uint8Array): Buffer {
  return createHmac("sha256", hashKey).update(`countersign ${domain}\0`).update(bytes).digest();
}

/** What makes a repeat recognisable, and what two copies must share. Where a provider gives no identity, the body stands for it. */
export function itemHashes(hashKey: Uint8Array, item: VerifiedItem, body: Uint8Array, bodyHash: Uint8Array): { identityHash: Buffer; contentHash: Uint8Array } {
  // JSON keeps the parts apart: no two lists of parts share a text.
  const identity = item.identity === null ? bodyHash : Buffer.from(JSON.stringify(item.identity), "utf8");
  return {
    identityHash: keyedHash(hashKey, "identity", identity),
    contentHash: item.content === body ? bodyHash : keyedHash(hashKey, "content", item.content),
  };
}
