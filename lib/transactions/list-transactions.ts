import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import type { TransactionsQuery } from "./list-queries.ts";
import { presentTransaction } from "./present-transaction.ts";
import { searchableBy } from "./searchable-by.ts";
import { findTransactions } from "./transaction-rows.sql.ts";
import type { Transaction } from "./transaction-shape.ts";

/** Transactions by filter, newest first. `query` comes from `transactionsQuery`. */
export async function listTransactions(actor: Actor, query: TransactionsQuery): Promise<Page<Transaction>> {
  requirePermission(actor, "transactions.read");
  const rows = await findTransactions(database().pool, searchableBy(actor, query), cursorId("transaction", query.cursor));
  return toPage("transaction", rows, query.limit, (row) => presentTransaction(row));
}
