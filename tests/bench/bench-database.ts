import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { dropDatabase } from "#lib/platform/database/drop-database.sql";
import { startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { temporaryFolder } from "#tests/support/temporary-folder";

export interface OneDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly drop: () => Promise<void>;
}

/** A throw-away PostgreSQL with the settings of `npm start`: what is acknowledged is on disk. */
export interface BenchDatabase {
  readonly version: string;
  /** The postmaster's process id. */
  readonly pid: number;
  /** A migrated database for one target. */
  readonly create: () => Promise<OneDatabase>;
  readonly stop: () => Promise<void>;
}

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = temporaryFolder();
  const server = await startEmbeddedServer({ dataDir: path.join(folder.path, "data"), log: { info: () => undefined, warn: () => undefined } }).catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  const admin = new pg.Pool({ connectionString: server.url, max: 1 });
  const { rows } = await admin.query<{ version: string }>("select current_setting('server_version') as version");
  return {
    version: rows[0]?.version ?? "unknown",
    pid: server.pid,
    create: async () => {
      const name = `bench_${randomBytes(5).toString("hex")}`;
      await admin.query(`create database ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      await migrateAll(url.href);
      const pool = new pg.Pool({ connectionString: url.href, max: 2 });
      // Dropping the database by force may catch a connection that is just ending.
      pool.on("error", () => undefined);
      return {
        url: url.href,
        pool,
        drop: async () => {
          await pool.end();
          await dropDatabase(admin, name);
        },
      };
    },
    stop: async () => {
      await admin.end();
      await server.stop();
      folder.remove();
    },
  };
}
