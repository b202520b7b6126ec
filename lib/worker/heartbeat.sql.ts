import type { Pool } from "pg";

/** A worker that has not beaten for this long is dead, and its jobs go back to the queue. */
const deadAfter = "interval '45 seconds'";

export async function beat(pool: Pool, workerPoolIds: readonly string[], processId: number): Promise<void> {
  await pool.query(
    `insert into worker_heartbeats (worker_pool_id, process_id, started_at, last_beat_at)
     select id, $2, now(), now() from unnest($1::text[]) as t(id)
     on conflict (worker_pool_id) do update set last_beat_at = now()`,
    [workerPoolIds, processId],
  );
}

/** Every lock in the queue is left over: nobody else can be at work on this database. */
export async function releaseAllWorkers(pool: Pool): Promise<void> {
  await pool.query("delete from worker_heartbeats");
  await pool.query(`
    select graphile_worker.force_unlock_workers(ids)
    from (select array_agg(distinct locked_by) as ids from graphile_worker.jobs where locked_by is not null) locked
    where ids is not null`);
}

/** Frees the jobs of workers that no longer beat; graphile-worker by itself leaves them locked for four hours. */
export async function releaseDeadWorkers(pool: Pool): Promise<void> {
  await pool.query(`delete from worker_heartbeats where last_beat_at < now() - ${deadAfter}`);
  await pool.query(`
    select graphile_worker.force_unlock_workers(ids)
    from (
      select array_agg(distinct locked_by) as ids from graphile_worker.jobs
      where locked_at < now() - ${deadAfter} and locked_by not in (select worker_pool_id from worker_heartbeats)
    ) dead
    where ids is not null`);
}

/** At the end of a worker: whatever it still holds goes back, and its heartbeat with it. */
export async function endHeartbeat(pool: Pool, workerPoolIds: readonly string[]): Promise<void> {
  await pool.query("select graphile_worker.force_unlock_workers($1::text[])", [workerPoolIds]);
  await pool.query("delete from worker_heartbeats where worker_pool_id = any($1::text[])", [workerPoolIds]);
}
