import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { transactionNotFound } from "./lock-transaction.sql.ts";
import { presentTransactionDetail } from "./present-transaction.ts";
import { findActs, findTimelineEvents } from "./timeline-rows.sql.ts";
import { readDetails } from "./transaction-details.ts";
import { findAnomalies, findTransaction } from "./transaction-rows.sql.ts";
import { transactionActs, type TransactionDetail } from "./transaction-shape.ts";

/** One transaction with its timeline, personal fields masked. Throws `Problem("not_found")`. */
export async function getTransaction(actor: Actor, id: string): Promise<TransactionDetail> {
  requirePermission(actor, "transactions.read");
  return readTransaction(id, false);
}

/** For those who may see it already: the permission was checked, and unmasking is in the audit. */
export async function readTransaction(id: string, unmasked: boolean): Promise<TransactionDetail> {
  const uuid = parsePublicId("transaction", id);
  const { pool } = database();
  const row = uuid === null ? null : await findTransaction(pool, uuid);
  if (row === null) throw transactionNotFound();
  const details = readDetails(row.details);
  const [anomalies, events, acts] = await Promise.all([findAnomalies(pool, row.id), findTimelineEvents(pool, details.eventIds), findActs(pool, row.id, transactionActs)]);
  return presentTransactionDetail(row, details, { anomalies, events, acts }, unmasked);
}
