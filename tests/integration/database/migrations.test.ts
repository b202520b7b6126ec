import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkSchema } from "#lib/platform/database/check-schema";
import { engineConnections } from "#lib/platform/database/engine-adapter.sql";
import { migrate } from "#lib/platform/database/migrate";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { type MigrationPlace, ourPlace } from "#lib/platform/database/migration-files";
import { newMigration } from "#lib/platform/database/new-migration";
import { emptyDatabase } from "#tests/support/database";
import { temporaryFolder } from "#tests/support/temporary-folder";

let folder: ReturnType<typeof temporaryFolder>;
let place: MigrationPlace;
let url: string;

beforeEach(async () => {
  folder = temporaryFolder();
  place = { models: path.join(folder.path, "models"), migrations: path.join(folder.path, "migrations") };
  cpSync(ourPlace.models, place.models, { recursive: true });
  cpSync(ourPlace.migrations, place.migrations, { recursive: true });
  url = await emptyDatabase();
});
afterEach(() => folder.remove());

function addMigration(name: string, script: string): void {
  mkdirSync(path.join(place.migrations, name), { recursive: true });
  writeFileSync(path.join(place.migrations, name, "migration.sql"), script);
}

function addColumnToModel(): void {
  const file = path.join(place.models, "installation.prisma");
  writeFileSync(file, readFileSync(file, "utf8").replace("model WorkerHeartbeat {", "model WorkerHeartbeat {\n  hostName String? @map(\"host_name\")"));
}

async function query(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe("our own migrations", () => {
  it("lead exactly to the models, with the job queue and the partitions in place", async () => {
    await migrateAll(url);
    expect(await checkSchema(url)).toEqual({ unmigrated: "", live: "" });
    expect(await query("select count(*)::int > 0 as queue from information_schema.tables where table_schema = 'graphile_worker'")).toEqual([{ queue: true }]);
  });

  it("are applied once, however often and by however many processes at once", async () => {
    const applied = await Promise.all([migrateAll(url), migrateAll(url), migrateAll(url)]);
    expect(applied.flat().toSorted()).toEqual([...new Set(applied.flat())].toSorted());
    expect(applied.flat()).toContain("20261120000000_first");
    expect(await migrateAll(url)).toEqual([]);
  });
});

describe("a migration that fails", () => {
  it("leaves nothing of itself behind, names PostgreSQL's reason, and is tried again by the next start", async () => {
    addMigration("20990101000000_half", "create table half_done (n int);\ndo $$ begin perform 1; raise exception 'no; not today'; end $$;\n");
    await expect(migrate(url, place)).rejects.toThrow("no; not today");
    expect(await query("select to_regclass('half_done') as half")).toEqual([{ half: null }]);
    addMigration("20990101000000_half", "create table half_done (n int);\n");
    expect(await migrate(url, place)).toEqual(["20990101000000_half"]);
    expect(await query("select to_regclass('half_done')::text as half")).toEqual([{ half: "half_done" }]);
    expect(await migrate(url, place)).toEqual([]);
  });

  it("is refused when its file changed after the database had it", async () => {
    await migrate(url, place);
    const file = path.join(place.migrations, "20261120000000_first", "migration.sql");
    writeFileSync(file, `${readFileSync(file, "utf8")}\nselect 1;\n`);
    await expect(migrate(url, place)).rejects.toThrow(/20261120000000_first was changed after this database had it/);
  });

  it("does not keep an older version from starting on a database that is ahead", async () => {
    addMigration("20990101000000_later", "create table from_the_future (n int);\n");
    await migrate(url, place);
    expect(await migrate(url)).toEqual([]);
  });
});

describe("a database that cannot be reached", () => {
  it.each(["127.0.0.1", "localhost"])("is named with its reason and what to check (%s)", async (host) => {
    await expect(migrate(`postgresql://a:b@${host}:1/x`)).rejects.toThrow(/^The database cannot be reached \(connect ECONNREFUSED .*\): check DATABASE_URL, and that its server is running\.$/);
  });
});

describe("a change of the models", () => {
  it("is found by the check, and written as SQL that ends the difference", async () => {
    await migrate(url, place);
    addColumnToModel();
    const sql = /^-- AlterTable\nALTER TABLE "worker_heartbeats" ADD COLUMN +"host_name" TEXT;\n$/;
    const drift = await checkSchema(url, place);
    expect(drift.unmigrated).toMatch(sql);
    expect(drift.live).toMatch(sql);

    const file = await newMigration(url, "add_host_name", Date.UTC(2099, 0, 31, 12, 30, 5), place);
    expect(file).toBe(path.join(place.migrations, "20990131123005_add_host_name", "migration.sql"));
    expect(readFileSync(file ?? "", "utf8")).toMatch(sql);
    expect(await migrate(url, place)).toEqual(["20990131123005_add_host_name"]);
    expect(await checkSchema(url, place)).toEqual({ unmigrated: "", live: "" });
    expect(await newMigration(url, "nothing", Date.UTC(2099, 1, 1), place)).toBeNull();
  });
});

describe("a database that was changed by hand", () => {
  it("is found by the check, also when the column is on a partitioned table", async () => {
    await migrateAll(url);
    await query("alter table requests add column stray text");
    const drift = await checkSchema(url);
    expect(drift.unmigrated).toBe("");
    expect(drift.live).toContain('DROP COLUMN "stray"');
  });

  it("leaves no shadow database behind", async () => {
    await checkSchema(url);
    expect(await query("select datname from pg_database where datname like 'countersign_shadow%'")).toEqual([]);
  });
});

describe("the engine's connections", () => {
  it("may be taken away by a server that stops, without ending the process", async () => {
    const { factory, closeAll } = engineConnections(url);
    const adapter = await factory.connect();
    await adapter.executeScript("select 1");
    await query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign migrations' and datname = current_database()");
    await expect.poll(() => adapter.executeScript("select 1").then(() => "works again", () => "lost")).toBe("works again");
    await adapter.dispose();
    await closeAll();
  });
});
