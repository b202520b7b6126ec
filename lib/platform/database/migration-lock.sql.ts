import pg from "pg";
import { MigrationError } from "./schema-engine.ts";

/** One number for "migrations are running"; Prisma's own lock lies inside of it. */
const migrationLock = "5121034773";
const oldestVersion = 15;

/** Runs `use` while no other process migrates this database. Throws `MigrationError` for a PostgreSQL that is too old. */
export async function withMigrationLock<Result>(url: string, use: () => Promise<Result>): Promise<Result> {
  const session = new pg.Client({ connectionString: url, application_name: "countersign migrations", connectionTimeoutMillis: 10_000, keepAlive: true });
  session.on("error", () => {
    // The next statement fails with the same error, where it can be handled.
  });
  await session.connect().catch((error: unknown) => {
    throw new MigrationError(`The database cannot be reached (${reasonOf(error)}): check DATABASE_URL, and that its server is running.`, { cause: error });
  });
  try {
    const version = await session.query<{ number: number }>("select current_setting('server_version_num')::int as number");
    const major = Math.floor((version.rows[0]?.number ?? 0) / 10_000);
    if (major < oldestVersion) throw new MigrationError(`The database is PostgreSQL ${String(major)}, but Countersign needs ${String(oldestVersion)} or later.`);
    await session.query("select pg_advisory_lock($1)", [migrationLock]);
    return await use();
  } finally {
    await session.end();
  }
}

/** A host with several addresses fails with all of their reasons, and none of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
