import type { Pool } from "pg";
import { countWaiting, readMonths, type RetainedKind, retainedTables, type StoredMonth, type Waiting } from "./months.sql.ts";

/** Days that each kind is kept; `null`: for ever. */
export type RetentionDays = Readonly<Record<RetainedKind, number | null>>;

export const retainedKinds: readonly RetainedKind[] = ["requests", "events", "attempts"];

export interface PlannedMonth {
  readonly startMs: number;
  readonly endMs: number;
  /** Its parts, one for each table of the kind. */
  readonly parts: readonly StoredMonth[];
  /** What has to be done before it may go; `null`: nothing. */
  readonly waiting: Waiting | null;
}

const dayMs = 86_400_000;

/** The months of a kind that are older than its days as a whole. */
export async function planKind(pool: Pool, kind: RetainedKind, days: number | null, nowMs: number): Promise<PlannedMonth[]> {
  if (days === null) return [];
  const months = Map.groupBy(await readMonths(pool, retainedTables[kind]), ({ startMs }) => startMs);
  const planned: PlannedMonth[] = [];
  for (const [startMs, parts] of months) {
    const endMs = nextMonth(startMs);
    if (endMs > nowMs - days * dayMs) continue;
    const waiting = kind === "attempts" ? null : await countWaiting(pool, startMs, endMs);
    planned.push({ startMs, endMs, parts, waiting: waiting === null || waiting.events + waiting.deliveries === 0 ? null : waiting });
  }
  return planned;
}

function nextMonth(startMs: number): number {
  const date = new Date(startMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
