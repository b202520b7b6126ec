import type { Pool } from "pg";

export interface QueueTotals {
  readonly held: number;
  readonly pending_events: number;
  readonly failed_events: number;
}

export interface QueueTargetRow {
  readonly target_id: string;
  readonly endpoint_url: string | null;
  readonly endpoint_status: string | null;
  readonly circuit: string | null;
  readonly depth: number;
  readonly due: number;
  readonly oldest_due_at: Date | null;
  readonly running: number;
  readonly failed: number;
}

export interface WorkerRow {
  readonly process_id: number;
  readonly started_at: Date;
  readonly last_beat_at: Date;
}

export async function readQueueTotals(pool: Pool): Promise<QueueTotals> {
  const { rows } = await pool.query<QueueTotals>(`select
    (select count(*)::int from deliveries where held_source_id is not null) as held,
    (select count(*)::int from events where state = 'pending') as pending_events,
    (select count(*)::int from events where state = 'failed') as failed_events`);
  return rows[0] ?? { held: 0, pending_events: 0, failed_events: 0 };
}

/** By target, each by its indexes of what is pending and what failed since an id. */
export async function readQueueTargets(pool: Pool, failedFromId: string): Promise<QueueTargetRow[]> {
  const { rows } = await pool.query<QueueTargetRow>(
    `select t.id as target_id, t.url as endpoint_url, t.status as endpoint_status, h.circuit, p.depth, p.due, p.oldest_due_at, p.running,
        (select count(*)::int from deliveries where target_id = t.id and status = 'failed' and id >= $1::uuid) as failed
      from (select id, url, status from endpoints where deleted_at is null
        union all select id, null, null from replays where url is not null and state in ('running', 'paused')) t
      left join endpoint_health h on h.endpoint_id = t.id,
      lateral (
        select count(*)::int as depth, count(*) filter (where next_attempt_at <= now() and not leased)::int as due,
          min(next_attempt_at) filter (where next_attempt_at <= now() and not leased) as oldest_due_at, count(*) filter (where leased)::int as running
        from (
          select next_attempt_at, coalesce(leased_until > now(), false) as leased from deliveries
          where target_id = t.id and status = 'pending' and attempt_count = 0 and replay_id is null and held_source_id is null
          union all
          select next_attempt_at, coalesce(leased_until > now(), false) from deliveries
          where target_id = t.id and status = 'pending' and (attempt_count > 0 or replay_id is not null) and held_source_id is null) d) p
      order by t.id`,
    [failedFromId],
  );
  return rows;
}

export async function readWorkers(pool: Pool): Promise<WorkerRow[]> {
  const { rows } = await pool.query<WorkerRow>("select process_id, min(started_at) as started_at, max(last_beat_at) as last_beat_at from worker_heartbeats group by process_id order by process_id");
  return rows;
}
