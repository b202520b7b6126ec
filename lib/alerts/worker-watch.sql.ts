import type { Pool } from "pg";

export interface WorkerSigns {
  /** Whether a worker beat within the last minute, by the database's own clock. */
  readonly alive: boolean;
  /** An alert says already that none runs. */
  readonly told: boolean;
}

/** Two look-ups in tables of a few rows. */
export async function readWorkerSigns(pool: Pool): Promise<WorkerSigns> {
  const { rows } = await pool.query<WorkerSigns>(
    `select exists (select from worker_heartbeats where last_beat_at > now() - interval '60 seconds') as alive,
      exists (select from alerts where rule = 'worker_missing' and state <> 'resolved') as told`,
  );
  return rows[0] ?? { alive: true, told: false };
}

/** Whether announcements of alerts are due that nobody has taken. */
export async function hasDueAnnouncements(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>(
    "select exists (select from graphile_worker.jobs where task_identifier = 'announce_alert' and run_at <= now() and locked_at is null and attempts < max_attempts) as due",
  );
  return rows[0]?.due === true;
}
