import type { Actor } from "#lib/access/actor";
import { transactionFilters } from "#lib/transactions/list-queries";
import { totalTransactions } from "#lib/transactions/total-transactions";
import type { Totals } from "#lib/transactions/totals-shape";

/** The sums of the list's filters, a query as its address has them; `null` where they cannot be understood, which the list says. */
export async function totalsOf(actor: Actor, query: string): Promise<Totals | null> {
  const filters = transactionFilters.safeParse(Object.fromEntries(new URLSearchParams(query)));
  return filters.success ? totalTransactions(actor, filters.data) : null;
}
