import type { Pool } from "pg";
import { writeAudited } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import { firstIdAt, publicId } from "#lib/platform/ids";
import { log } from "#lib/platform/log";
import { keepReadings } from "#lib/transactions/keep-readings";
import type { RetainedKind } from "./months.sql.ts";
import { identitiesLongerMs, monthName, type PlannedRows } from "./plan-retention.ts";
import { deleteAttempts, deletePiece, findPiece, forgetIdentitiesOf, readAttemptsBefore, writeAttemptsBefore } from "./source-rows.sql.ts";

/** How much is deleted at once, and when a run ends with the piece that it is at. */
export interface Pieces {
  readonly rows: number;
  readonly endAtMs: number;
  /** Whether the days are still those of the plan. */
  readonly isSettledSo: () => Promise<boolean>;
}

interface Deleted {
  rows: number;
  readingsKept: number;
  isFinished: boolean;
}

/**
 * Deletes the rows of a source in a month that others still keep, in small pieces; what they said about payments is kept
 * before. Tells whether it came to the end: where it did not, the next run goes on.
 */
export async function deleteSourceRows(pool: Pool, kind: RetainedKind, planned: PlannedRows, pieces: Pieces): Promise<boolean> {
  const { sourceId, startMs, endMs, waiting } = planned;
  if (waiting !== null) return true;
  if (!(await pieces.isSettledSo())) return false;
  const deleted: Deleted = { rows: 0, readingsKept: 0, isFinished: true };
  if (kind === "attempts") await deleteAllAttempts(pool, planned, pieces, deleted);
  if (kind === "requests") await deleteAll(pool, "requests", planned, pieces, deleted);
  if (kind === "requests" && deleted.isFinished) await deleteAll(pool, "validations", planned, pieces, deleted);
  if (kind === "events") await deleteAll(pool, "events", planned, pieces, deleted);
  if (kind === "events" && deleted.isFinished) {
    const beforeMs = endMs - identitiesLongerMs;
    await forgetIdentitiesOf(pool, sourceId, { before: firstIdAt(beforeMs), beforeMs });
  }
  if (deleted.rows > 0) {
    const details = { kind, month: monthName(startMs), sourceId: publicId("source", sourceId), ...deleted };
    await writeAudited({ type: "worker", name: "worker" }, () => Promise.resolve({ output: null, audit: { action: "retention.delete", subjectType: "source", subjectId: sourceId, details } }));
    log().info(details, "rows of a source whose retention had ended were deleted");
  }
  return deleted.isFinished;
}

async function deleteAll(pool: Pool, table: "requests" | "validations" | "events", { sourceId, startMs, endMs }: PlannedRows, pieces: Pieces, deleted: Deleted): Promise<void> {
  const end = firstIdAt(endMs);
  for (let from: string | null = firstIdAt(startMs); from !== null; ) {
    const { ids, next }: Awaited<ReturnType<typeof findPiece>> = await findPiece(pool, table, sourceId, { from, to: end }, pieces.rows);
    const range = { from, to: next ?? end };
    if (table !== "validations") deleted.readingsKept += await keepReadings(pool, table, { ...range, sourceId });
    if (ids.length > 0) deleted.rows += await deletePiece(pool, table, ids, range);
    from = next;
    if (from !== null && (await isOver(pieces))) deleted.isFinished = false;
    if (!deleted.isFinished) return;
  }
}

/** Goes on from where the source's are gone already: its rows are found among all the others'. */
async function deleteAllAttempts(pool: Pool, { sourceId, endMs }: PlannedRows, pieces: Pieces, deleted: Deleted): Promise<void> {
  const end = firstIdAt(endMs);
  for (let from: string | null = (await readAttemptsBefore(pool, sourceId)) ?? firstIdAt(0); from !== null; ) {
    const { rows, next }: Awaited<ReturnType<typeof deleteAttempts>> = await deleteAttempts(pool, sourceId, { from, to: end }, pieces.rows);
    await writeAttemptsBefore(pool, sourceId, next ?? end);
    deleted.rows += rows;
    from = next;
    if (from !== null && (await isOver(pieces))) deleted.isFinished = false;
    if (!deleted.isFinished) return;
  }
}

async function isOver({ endAtMs, isSettledSo }: Pieces): Promise<boolean> {
  return systemClock.now() >= endAtMs || !(await isSettledSo());
}
