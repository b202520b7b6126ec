import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import type { TransactionFilters } from "./list-queries.ts";

/** What nobody and nothing is called. */
const nobody = "***";

/**
 * A filter as far as somebody may search. Finding a payment by an e-mail address tells whose it is: for those who may not
 * unmask, a word with an at sign finds nothing, since shops call customers by their addresses.
 */
export function searchableBy<Filters extends TransactionFilters>(actor: Actor, filters: Filters): Filters {
  if (may(actor, "personal.read")) return filters;
  const { q, customer, reference } = filters;
  return [q, customer, reference].some((word) => word?.includes("@") === true) ? { ...filters, q: undefined, customer: nobody } : filters;
}
