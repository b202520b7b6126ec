import type { TransactionDetails } from "./transaction-details.ts";

/** What a transaction is found by, exactly: references as they are, and `last4:…`, `email:…` (lower case), `customer:…`. */
export function searchTerms({ references, method, customer }: Pick<TransactionDetails, "references" | "method" | "customer">): readonly string[] {
  const terms = [...references];
  if (method.last4 !== null) terms.push(`last4:${method.last4}`);
  if (customer.email !== null) terms.push(`email:${customer.email.toLowerCase()}`);
  if (customer.reference !== null) terms.push(`customer:${customer.reference}`);
  return terms;
}
