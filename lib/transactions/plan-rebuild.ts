import type { Pool } from "pg";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { newId, publicId } from "#lib/platform/ids";
import { knownWord } from "./known-word.ts";
import { presentChanges } from "./present-changes.ts";
import type { TransactionFilters } from "./list-queries.ts";
import type { RebuildPlan } from "./rebuild-shape.ts";
import { countRebuild } from "./rebuilds.sql.ts";
import { previewRefold } from "./refold.ts";
import { searchableBy } from "./searchable-by.ts";
import { transactionStatuses } from "./status.ts";
import { findTransactions, type TransactionRow } from "./transaction-rows.sql.ts";

const sampled = 50;
const shown = 10;

/** What a rebuild would take and change, without changing anything. `asked` comes from `transactionFilter`. */
export async function planRebuild(actor: Actor, asked: TransactionFilters): Promise<RebuildPlan> {
  requirePermission(actor, "transactions.rebuild");
  const filter = searchableBy(actor, asked);
  const { pool } = database();
  const counts = await countRebuild(pool, filter, newId());
  const sample: Sample[] = [];
  // One after the other: a plan is worth no more of the database than a page.
  for (const row of (await findTransactions(pool, { ...filter, limit: sampled }, null)).slice(0, sampled)) sample.push(await previewOf(pool, row));
  const changed = sample.filter(({ changes }) => changes.length > 0);
  const same = sample.filter(({ changes }) => changes.length === 0);
  return { count: counts.transactions, events: counts.events, sampled: sample.length, changed: changed.length, sample: [...changed, ...same].slice(0, shown) };
}

type Sample = RebuildPlan["sample"][number];

async function previewOf(pool: Pool, row: TransactionRow): Promise<Sample> {
  const { changes } = await previewRefold(pool, { sourceId: row.source_id, reference: row.reference });
  return { id: publicId("transaction", row.id), sourceId: publicId("source", row.source_id), reference: row.reference, status: knownWord(transactionStatuses, row.status), changes: presentChanges(changes) };
}
