import type { Pool } from "pg";

/** Wakes the worker for these events. The key makes a second call for the same first event replace the first job. */
export async function addProcessEventsJob(pool: Pool, eventIds: readonly string[]): Promise<void> {
  const [first] = eventIds;
  if (first === undefined) return;
  await pool.query("select graphile_worker.add_job('process_events', json_build_object('eventIds', $1::uuid[]), job_key => $2)", [eventIds, `adopt:${first}`]);
}
