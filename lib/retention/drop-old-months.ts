import { isDeepStrictEqual } from "node:util";
import type { Pool } from "pg";
import { writeAudited } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { firstIdAt } from "#lib/platform/ids";
import { log } from "#lib/platform/log";
import { keepReadings } from "#lib/transactions/keep-readings";
import { deleteSourceRows, type Pieces } from "./delete-source-rows.ts";
import { dropDetached, dropMonth, findDetached, forgetCopies, forgetIdentities, type RetainedKind, retainedTables, whileAlone } from "./months.sql.ts";
import { identitiesLongerMs, monthName, planKind, type PlannedMonth, type PlannedRows, retainedKinds, type RetentionDays } from "./plan-retention.ts";
import { readPeriods } from "./source-days.ts";

/** Attempts go first: which source they are of is told by events. */
const inOrder: readonly RetainedKind[] = ["attempts", "requests", "events"];

const rowsAtOnce = 2_000;
/** How long a run deletes single rows; the next one goes on. */
const rowsForMs = 30_000;

/**
 * Drops every month that is older than its kind is kept, and deletes the rows of single sources in months that others keep
 * longer. What their messages said about payments is kept before, so that no amount and no state of a payment changes by
 * it. What has something unfinished stays until that is done.
 */
export async function dropOldMonths(pool: Pool, days: RetentionDays, nowMs: number, bounds: { readonly rowsAtOnce: number; readonly rowsForMs: number } = { rowsAtOnce, rowsForMs }): Promise<void> {
  const periods = await readPeriods(database().prisma, days);
  if (retainedKinds.every((kind) => [periods[kind].installation, ...periods[kind].bySource.values()].every((kept) => kept === null))) return;
  await whileAlone(pool, async () => {
    for (const name of await findDetached(pool, retainedKinds.flatMap((kind) => retainedTables[kind]))) await dropDetached(pool, name);
    const endAtMs = systemClock.now() + bounds.rowsForMs;
    let isTimeLeft = true;
    for (const kind of inOrder) {
      const plan = await planKind(pool, kind, periods[kind], nowMs);
      const pieces: Pieces = { rows: bounds.rowsAtOnce, endAtMs, isSettledSo: async () => isDeepStrictEqual((await readPeriods(database().prisma, days))[kind], periods[kind]) };
      for (const month of plan.months) await dropOrLog(pool, kind, month, pieces);
      for (const rows of plan.rows) isTimeLeft = isTimeLeft && (await deleteOrLog(pool, kind, rows, pieces));
    }
  });
}

async function dropOrLog(pool: Pool, kind: RetainedKind, month: PlannedMonth, pieces: Pieces): Promise<void> {
  try {
    await dropOne(pool, kind, month, pieces);
  } catch (error) {
    log().error({ err: error, kind, month: monthName(month.startMs) }, "a month could not be dropped; it is tried again");
  }
}

async function deleteOrLog(pool: Pool, kind: RetainedKind, rows: PlannedRows, pieces: Pieces): Promise<boolean> {
  try {
    return await deleteSourceRows(pool, kind, rows, pieces);
  } catch (error) {
    log().error({ err: error, kind, sourceId: rows.sourceId, month: monthName(rows.startMs) }, "a source's rows could not be deleted; it is tried again");
    return true;
  }
}

async function dropOne(pool: Pool, kind: RetainedKind, month: PlannedMonth, { isSettledSo }: Pieces): Promise<void> {
  const { startMs, endMs, parts, waiting } = month;
  if (waiting !== null) return;
  const kept = kind === "attempts" ? 0 : await keepReadings(pool, kind, { from: firstIdAt(startMs), to: firstIdAt(endMs) });
  // A source may have been settled to keep its rows meanwhile: the next run plans anew.
  if (!(await isSettledSo())) return;
  for (const part of parts) await dropMonth(pool, part);
  if (kind === "events") {
    await forgetCopies(pool, endMs);
    await forgetIdentities(pool, endMs - identitiesLongerMs);
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const details = { kind, month: monthName(startMs), rows, bytes: parts.reduce((sum, part) => sum + part.bytes, 0), readingsKept: kept };
  await writeAudited({ type: "worker", name: "worker" }, () => Promise.resolve({ output: null, audit: { action: "retention.drop", subjectType: "retention", subjectId: null, details } }));
  log().info(details, "a month whose retention had ended was dropped");
}
