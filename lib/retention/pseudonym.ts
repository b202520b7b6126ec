import { customerDigest } from "#lib/events/customer-digest";

const prefix = "erased-";

/** What stands for an erased customer's reference in every record: the same for all of them, and no way back from it. */
export function pseudonymOf(reference: string): string {
  return `${prefix}${customerDigest(reference)}`;
}

/** As the audit names the customer. */
export function digestOf(pseudonym: string): string {
  return pseudonym.slice(prefix.length);
}
