import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type Database, openDatabase } from "#lib/platform/database/client";
import { dropDatabase } from "#lib/platform/database/drop-database.sql";
import { templateName } from "./database-server.ts";

export interface TestDatabase extends Database {
  /** Closes the pools and drops the database; throws when the test left a connection of its own open. */
  readonly drop: () => Promise<void>;
}

/** What the file opened. Registered while the file is collected: inside a hook, `afterAll` would be forgotten without a word. */
const cleanups: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/**
 * A migrated database of the calling test file's own, open as the process's `database()`; dropped when the file ends.
 * Call it at the top of a file or in `beforeAll`, once at a time.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const adminUrl = inject("adminUrl");
  await withAdmin(adminUrl, (admin) => cloneTemplate(admin, name));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const database = openDatabase(url.href);
  let dropping: Promise<void> | null = null;
  const drop = async (): Promise<void> => {
    await database.close();
    await withAdmin(adminUrl, async (admin) => {
      const left = await connectionsLeft(admin, name);
      await dropDatabase(admin, name);
      if (left.length > 0) throw new Error(`the tests of this file left database connections open: ${left.join(", ")}`);
    });
  };
  const result: TestDatabase = { ...database, drop: () => (dropping ??= drop()) };
  cleanups.push(() => result.drop());
  return result;
}

/** An empty database beside it, without our schema; dropped when the file ends. Returns its URL. */
export async function emptyDatabase(): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const adminUrl = inject("adminUrl");
  await withAdmin(adminUrl, async (admin) => void (await admin.query(`create database ${name} template template0 strategy file_copy`)));
  cleanups.push(() => withAdmin(adminUrl, async (admin) => dropDatabase(admin, name)));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withAdmin<Result>(adminUrl: string, use: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await use(admin);
  } finally {
    await admin.end();
  }
}

async function cloneTemplate(admin: pg.Client, name: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await admin.query(`create database ${name} template ${templateName} strategy file_copy`);
      return;
    } catch (error) {
      // 55006: another file is cloning at this moment.
      if (!(error instanceof pg.DatabaseError) || error.code !== "55006" || attempt === 50) throw error;
      await sleep(20 + Math.random() * 60);
    }
  }
}

/** Ended connections take a moment to leave the list. */
async function connectionsLeft(admin: pg.Client, name: string): Promise<string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const found = await admin.query<{ name: string }>("select application_name as name from pg_stat_activity where datname = $1 and backend_type = 'client backend'", [name]);
    if (found.rows.length === 0 || attempt === 40) return found.rows.map((row) => row.name);
    await sleep(25);
  }
}
