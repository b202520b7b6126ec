import { installation } from "#lib/platform/installation";
import { keyedHash } from "#lib/receiving/keyed-hash";

/**
 * What stands for a customer's reference where it must not be read: in the audit, which nobody can erase, and in records
 * that were erased. The same for the same text, and nothing that could be found out without this installation's key.
 */
export function customerDigest(reference: string): string {
  return Buffer.from(keyedHash(installation().hashKey, "customer", Buffer.from(reference, "utf8"))).toString("hex").slice(0, 24);
}
