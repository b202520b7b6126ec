import type { Pool } from "pg";

/** Wakes the open pages: decisions were recorded. A word that is lost is made up for by the next. */
export async function announceDecided(pool: Pool): Promise<void> {
  await pool.query("select pg_notify('countersign_live', 'decided')").catch(() => undefined);
}
