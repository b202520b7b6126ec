import type { Pool } from "pg";

export interface WorkerSigns {
  /** Whether a worker beat lately, by the database's own clock. */
  readonly alive: boolean;
  /** An alert says already that none runs. */
  readonly told: boolean;
}

/** Two look-ups in tables of a few rows. */
export async function readWorkerSigns(pool: Pool): Promise<WorkerSigns> {
  const { rows } = await pool.query<WorkerSigns>(
    `select exists (select from worker_heartbeats where last_beat_at > now() - interval '45 seconds') as alive,
      exists (select from alerts where rule = 'worker_missing' and state <> 'resolved') as told`,
  );
  return rows[0] ?? { alive: true, told: false };
}

/** Longer than any mail or call takes: whoever holds an announcement for so long died over it. */
const abandonedAfter = "interval '3 minutes'";

/** Gives back announcements whose sender died over them, and says whether any are due. */
export async function hasDueAnnouncements(pool: Pool): Promise<boolean> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(ids) from (
      select array_agg(distinct locked_by) as ids from graphile_worker.jobs
      where task_identifier = 'announce_alert' and locked_at < now() - ${abandonedAfter} and locked_by not in (select worker_pool_id from worker_heartbeats)) abandoned
      where ids is not null`,
  );
  const { rows } = await pool.query<{ due: boolean }>(
    "select exists (select from graphile_worker.jobs where task_identifier = 'announce_alert' and run_at <= now() and locked_at is null and attempts < max_attempts) as due",
  );
  return rows[0]?.due === true;
}
