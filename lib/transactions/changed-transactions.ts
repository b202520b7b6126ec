import { database } from "#lib/platform/database/client";
import { presentTransaction } from "./present-transaction.ts";
import { findTransactionsByIds, findTransactionsOfEvents } from "./transaction-rows.sql.ts";
import type { Transaction } from "./transaction-shape.ts";

/** Rows of the list for the live stream: transactions of these events, and these themselves; all by bare id. */
export async function changedTransactions(eventIds: readonly string[], ids: readonly string[]): Promise<Transaction[]> {
  const { pool } = database();
  const ofEvents = await findTransactionsOfEvents(pool, eventIds);
  const rows = await findTransactionsByIds(pool, [...new Set([...ofEvents, ...ids])]);
  return rows.map((row) => presentTransaction(row));
}
