import type { Pool } from "pg";

/** Refused requests that were not kept, of one source and hour. */
export interface RejectionCount {
  readonly sourceId: string;
  readonly hourMs: number;
  readonly count: number;
  readonly bytes: number;
  readonly lastAtMs: number;
}

/** Lane of the counters that are flushed from memory: no writer lane uses it. */
const flushLane = 99;

export async function addRejectionCounts(pool: Pool, counts: readonly RejectionCount[]): Promise<void> {
  await pool.query(
    `insert into request_counts as kept (source_id, hour, outcome, key_id, lane, count, bytes, last_at)
     select source_id, to_timestamp(hour_ms / 1000), 'rejected', '00000000-0000-0000-0000-000000000000', ${String(flushLane)}, n, bytes, to_timestamp(last_ms / 1000)
     from unnest($1::uuid[], $2::float8[], $3::bigint[], $4::bigint[], $5::float8[]) as t(source_id, hour_ms, n, bytes, last_ms)
     order by source_id, hour_ms
     on conflict (source_id, hour, outcome, key_id, lane) do update set
       count = kept.count + excluded.count, bytes = kept.bytes + excluded.bytes, last_at = greatest(kept.last_at, excluded.last_at)`,
    [
      counts.map(({ sourceId }) => sourceId),
      counts.map(({ hourMs }) => hourMs),
      counts.map(({ count }) => count),
      counts.map(({ bytes }) => bytes),
      counts.map(({ lastAtMs }) => lastAtMs),
    ],
  );
}
