import type { Pool } from "pg";
import type { Transaction } from "#lib/platform/database/client";
import { firstIdAt } from "#lib/platform/ids";
import { Conditions } from "./conditions.ts";
import { type EventRow, findEventsByIds } from "./event-rows.sql.ts";

export interface FailedFilter {
  readonly sourceId: string | null;
  readonly mode?: "test" | "live" | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface FailedEvents {
  /** Oldest first. */
  readonly ids: readonly string[];
  /** The first of them. */
  readonly sample: readonly EventRow[];
  /** How many there are in all. */
  readonly total: number;
}

/** Failed events after the id `after`. */
export async function findFailed(pool: Pool, filter: FailedFilter, after: string | null, limits: { readonly ids: number; readonly sample: number }): Promise<FailedEvents> {
  const conditions = new Conditions()
    .addIf("id > ?::uuid", after)
    .addIf("id >= ?::uuid", filter.from === undefined ? null : firstIdAt(Date.parse(filter.from)))
    .addIf("id < ?::uuid", filter.to === undefined ? null : firstIdAt(Date.parse(filter.to)))
    .addIf("source_id = ?::uuid", filter.sourceId)
    .addIf("source_id in (select sources.id from sources where sources.mode = ?)", filter.mode);
  const where = conditions.where("state = 'failed'");
  const { rows: counted } = await pool.query<{ total: string }>(`select count(*) as total from events ${where}`, conditions.values);
  const { rows } = await pool.query<{ id: string }>(`select id from events ${where} order by id limit ${conditions.value(limits.ids)}`, conditions.values);
  const ids = rows.map(({ id }) => id);
  return { ids, sample: await findEventsByIds(pool, ids.slice(0, limits.sample)), total: Number(counted[0]?.total ?? 0) };
}

/** Makes failed events wait for the worker again and wakes it, all in the caller's transaction. Returns those that had failed. */
export async function requeueFailed(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`update events set state = 'pending', error = null where id = any(${[...ids]}::uuid[]) and state = 'failed' returning id`;
  const requeued = rows.map(({ id }) => id);
  for (let from = 0; from < requeued.length; from += eventsPerJob) {
    await tx.$executeRaw`select graphile_worker.add_job('process_events', json_build_object('eventIds', ${requeued.slice(from, from + eventsPerJob)}::uuid[]))`;
  }
  return requeued;
}

const eventsPerJob = 200;
