import type { Pool } from "pg";

/** When any worker last beat, as RFC 3339; `null` when none is alive. Fails when the database or its tables are away. */
export async function newestHeartbeat(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ at: Date | null }>("select max(last_beat_at) as at from worker_heartbeats");
  return rows[0]?.at?.toISOString() ?? null;
}
