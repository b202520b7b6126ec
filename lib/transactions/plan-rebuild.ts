import type { Pool } from "pg";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { newId, publicId } from "#lib/platform/ids";
import { presentChanges } from "./present-changes.ts";
import type { TransactionFilters } from "./list-queries.ts";
import type { RebuildPlan } from "./rebuild-shape.ts";
import { countRebuild, findNewest, type PaymentRow } from "./rebuilds.sql.ts";
import { previewRefold } from "./refold.ts";
import { transactionStatuses } from "./status.ts";
import { differenceBetween } from "./transaction-difference.ts";

const sampled = 50;
const shown = 10;

/** What a rebuild would take and change, without changing anything. `filter` comes from `transactionFilter`. */
export async function planRebuild(actor: Actor, filter: TransactionFilters): Promise<RebuildPlan> {
  requirePermission(actor, "transactions.rebuild");
  const { pool } = database();
  const counts = await countRebuild(pool, filter, newId());
  const sample: Sample[] = [];
  // One after the other: a plan is worth no more of the database than a page.
  for (const row of await findNewest(pool, filter, sampled)) sample.push(await previewOf(pool, row));
  const changed = sample.filter(({ changes }) => changes.length > 0);
  const same = sample.filter(({ changes }) => changes.length === 0);
  return { count: counts.transactions, events: counts.events, sampled: sample.length, changed: changed.length, sample: [...changed, ...same].slice(0, shown) };
}

type Sample = RebuildPlan["sample"][number];

async function previewOf(pool: Pool, row: PaymentRow): Promise<Sample> {
  const { before, after } = await previewRefold(pool, row);
  const status = transactionStatuses.find((one) => one === row.status) ?? "created";
  return { id: publicId("transaction", row.id), sourceId: publicId("source", row.sourceId), reference: row.reference, status, changes: presentChanges(differenceBetween(before, after)) };
}
