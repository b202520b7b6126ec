import { Logger, runMigrations } from "graphile-worker";
import { systemClock } from "../clock.ts";
import { migrate } from "./migrate.ts";
import { ensureCurrentPartitions } from "./partitions.sql.ts";
import { createPool } from "./pool.ts";

/**
 * Brings the database at `url` to what this version needs: our migrations, the job queue's own schema, and the
 * partitions of the coming months. Returns the names of our migrations applied now. Safe in several processes at once.
 */
export async function migrateAll(url: string): Promise<readonly string[]> {
  const applied = await migrate(url);
  const pool = createPool({ url, name: "boot", max: 2, connectTimeoutMs: 10_000, statementTimeoutMs: null, queryTimeoutMs: null });
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
    await ensureCurrentPartitions(pool, systemClock.now());
  } finally {
    await pool.end();
  }
  return applied;
}
