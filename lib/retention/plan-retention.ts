import type { Pool } from "pg";
import { firstIdAt } from "#lib/platform/ids";
import { countWaiting, readMonths, type RetainedKind, retainedTables, type StoredMonth, type Waiting } from "./months.sql.ts";
import { countWaitingOf, findSourcesIn } from "./source-rows.sql.ts";

/** Days that each kind is kept; `null`: for ever. */
export type RetentionDays = Readonly<Record<RetainedKind, number | null>>;

export const retainedKinds: readonly RetainedKind[] = ["requests", "events", "attempts"];

/** How long a kind is kept, in days; `null`: for ever. */
export interface KindPeriods {
  readonly installation: number | null;
  /** Of every source, once one of them has days of its own; else nothing. */
  readonly bySource: ReadonlyMap<string, number | null>;
}

export interface PlannedMonth {
  readonly startMs: number;
  readonly endMs: number;
  /** Its parts, one for each table of the kind. */
  readonly parts: readonly StoredMonth[];
  /** What has to be done before it may go; `null`: nothing. */
  readonly waiting: Waiting | null;
}

/** Rows of one source in a month that another source still keeps. */
export interface PlannedRows {
  readonly sourceId: string;
  readonly days: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly waiting: Waiting | null;
}

export interface RetentionPlan {
  readonly months: readonly PlannedMonth[];
  readonly rows: readonly PlannedRows[];
}

const dayMs = 86_400_000;
/** Identities outlive their events, so that a late repeat is known as one. */
export const identitiesLongerMs = 45 * dayMs;

/**
 * What of a kind is older than its days: months that are so as a whole for every source with rows in them, and in the other
 * months the rows of the sources for which they are.
 */
export async function planKind(pool: Pool, kind: RetainedKind, { installation, bySource }: KindPeriods, nowMs: number): Promise<RetentionPlan> {
  const plan: { months: PlannedMonth[]; rows: PlannedRows[] } = { months: [], rows: [] };
  if ([installation, ...bySource.values()].every((days) => days === null)) return plan;
  const months = Map.groupBy(await readMonths(pool, retainedTables[kind]), ({ startMs }) => startMs);
  for (const [startMs, parts] of months) {
    const endMs = nextMonth(startMs);
    const isPast = (days: number | null): days is number => days !== null && endMs <= nowMs - days * dayMs;
    const past = new Map([...bySource].flatMap(([id, days]) => (isPast(days) ? [[id, days] as const] : [])));
    if (bySource.size === 0 ? !isPast(installation) : past.size === 0) continue;
    const range = { from: firstIdAt(startMs), to: firstIdAt(endMs) };
    const holding = past.size === bySource.size ? new Set<string>() : await findSourcesIn(pool, kind, [...bySource.keys()], range);
    if ([...holding].every((id) => past.has(id))) {
      const waiting = kind === "attempts" ? null : await countWaiting(pool, startMs, endMs);
      plan.months.push({ startMs, endMs, parts, waiting: waiting === null || waiting.events + waiting.deliveries === 0 ? null : waiting });
      continue;
    }
    const going = [...past].filter(([id]) => holding.has(id));
    const waitingOf = kind === "attempts" || going.length === 0 ? new Map<string, Waiting>() : await countWaitingOf(pool, going.map(([id]) => id), range);
    plan.rows.push(...going.map(([sourceId, days]) => ({ sourceId, days, startMs, endMs, waiting: waitingOf.get(sourceId) ?? null })));
  }
  return plan;
}

/** `2026-11`. */
export function monthName(startMs: number): string {
  return new Date(startMs).toISOString().slice(0, 7);
}

function nextMonth(startMs: number): number {
  const date = new Date(startMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
