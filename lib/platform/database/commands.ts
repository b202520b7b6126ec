import { mkdtempSync, rmSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "../clock.ts";
import { EnvironmentError, readDatabaseEnv } from "../env.ts";
import { checkSchema, type SchemaDrift } from "./check-schema.ts";
import { EmbeddedServerError } from "./embedded-server-error.ts";
import { startEmbeddedServer } from "./embedded-server.ts";
import { migrateAll } from "./migrate-all.ts";
import { newMigration } from "./new-migration.ts";
import { MigrationError } from "./schema-engine.ts";

const usage = `usage:
  npm run db:migrate            bring the database to what this version needs
  npm run db:new -- <name>      write a migration from the difference between models and migrations
  npm run db:check              fail when models, migrations and database disagree
DATABASE_URL names the database; without it, the embedded one under DATA_DIR is used (db:check and db:new: a throw-away one).
`;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  try {
    const [command, name, ...rest] = words;
    if (command === "migrate" && name === undefined) return await runMigrate();
    if (command === "new" && name !== undefined && rest.length === 0) return await runNew(name);
    if (command === "check" && name === undefined) return await runCheck();
    process.stderr.write(usage);
    return 2;
  } catch (error) {
    if (!(error instanceof EnvironmentError || error instanceof EmbeddedServerError || error instanceof MigrationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function runMigrate(): Promise<number> {
  const { databaseUrl, dataDir } = readDatabaseEnv();
  const applied = databaseUrl === null ? await onEmbeddedServer(dataDir, migrateAll) : await migrateAll(databaseUrl);
  process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `Applied:\n${applied.map((name) => `  ${name}\n`).join("")}`);
  return 0;
}

async function runNew(name: string): Promise<number> {
  if (!/^[a-z][a-z0-9_]{1,60}$/.test(name)) {
    process.stderr.write("The name of a migration is lower-case letters, digits and underscores, such as add_source_owner.\n");
    return 2;
  }
  const file = await onSomeServer((url) => newMigration(url, name, systemClock.now()));
  if (file === null) process.stdout.write("The migrations already lead to the models: there is nothing to write.\n");
  else process.stdout.write(`Wrote ${path.relative(process.cwd(), file)}. Read it, complete it by hand, then run npm run db:migrate.\n`);
  return 0;
}

async function runCheck(): Promise<number> {
  const { databaseUrl } = readDatabaseEnv();
  const drift = await onSomeServer(async (url) => {
    // Somebody's own database is only looked at; a throw-away one is migrated first.
    if (databaseUrl === null) await migrateAll(url);
    return await checkSchema(url);
  });
  const report = describeDrift(drift);
  if (report === "") process.stdout.write("Models, migrations and database agree.\n");
  else process.stderr.write(report);
  return report === "" ? 0 : 1;
}

function describeDrift(drift: SchemaDrift): string {
  let report = "";
  if (drift.unmigrated !== "") report += `The models were changed without a migration; write one with npm run db:new -- <name>. The difference:\n${drift.unmigrated}`;
  if (drift.live !== "") report += `The database differs from the models; run npm run db:migrate, or undo what was changed by hand. The difference:\n${drift.live}`;
  return report;
}

/** DATABASE_URL's server, else a throw-away one. */
async function onSomeServer<Result>(use: (url: string) => Promise<Result>): Promise<Result> {
  const { databaseUrl } = readDatabaseEnv();
  if (databaseUrl !== null) return await use(databaseUrl);
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-check-"));
  // PostgreSQL runs as another user when we are root, and must be able to pass.
  chmodSync(folder, 0o711);
  try {
    return await onEmbeddedServer(path.join(folder, "data"), use, { fsync: "off" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onEmbeddedServer<Result>(dataDir: string, use: (url: string) => Promise<Result>, settings: Readonly<Record<string, string>> = {}): Promise<Result> {
  const server = await startEmbeddedServer({ dataDir, settings, log: { info: () => undefined, warn: (...words: unknown[]) => void process.stderr.write(`${words.filter((word) => typeof word === "string").join(" ")}\n`) } });
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}
