import type { Pool } from "pg";

/** What a sender looks at again and again: the database's time, how many workers share the targets' limits, copies that are not sent yet. */
export interface Surroundings {
  readonly nowMs: number;
  readonly workers: number;
  readonly copies: readonly { readonly replayId: string; readonly url: string; readonly sealedSecret: string }[];
}

export async function readSurroundings(pool: Pool): Promise<Surroundings> {
  const { rows } = await pool.query<{ now_ms: number; workers: number; copies: Surroundings["copies"] }>({
    name: "read-surroundings",
    text: `select extract(epoch from clock_timestamp())::float8 * 1000 as now_ms,
      (select count(distinct worker_pool_id)::int from worker_heartbeats where last_beat_at > now() - interval '45 seconds') as workers,
      (select coalesce(json_agg(json_build_object('replayId', r.id, 'url', r.url, 'sealedSecret', r.sealed_secret)), '[]') from replays r
        where r.url is not null and r.made > r.succeeded + r.failed + r.canceled) as copies`,
  });
  const [row] = rows;
  return { nowMs: row?.now_ms ?? Date.now(), workers: Math.max(1, row?.workers ?? 1), copies: row?.copies ?? [] };
}
