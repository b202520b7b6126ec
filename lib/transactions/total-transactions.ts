import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { idTime } from "#lib/platform/ids";
import type { Money } from "#lib/providers/fact";
import type { TransactionFilters } from "./list-queries.ts";
import { searchableBy } from "./searchable-by.ts";
import { sumTransactions, type SumRow } from "./transaction-sums.sql.ts";
import type { Totals } from "./totals-shape.ts";

/** What a filter finds, counted and added up per currency. */
export async function totalTransactions(actor: Actor, filters: TransactionFilters): Promise<Totals> {
  requirePermission(actor, "transactions.read");
  const { rows, oldestId } = await sumTransactions(database().pool, searchableBy(actor, filters));
  return {
    count: rows.reduce((count, row) => count + Number(row.count), 0),
    exact: oldestId === null,
    countedFrom: oldestId === null ? null : new Date(idTime(oldestId)).toISOString(),
    currencies: rows.flatMap(presentSums),
    withoutAmount: rows.filter(({ currency }) => currency === null).reduce((count, row) => count + Number(row.count), 0),
  };
}

function presentSums({ currency, exponent, count, amount, captured, refunded, disputed }: SumRow): Totals["currencies"] {
  if (currency === null || exponent === null) return [];
  const money = (text: string): Money => ({ amountMinor: BigInt(text), currency, exponent });
  return [{ currency, exponent, count: Number(count), amount: money(amount), captured: money(captured), refunded: money(refunded), disputed: money(disputed) }];
}
