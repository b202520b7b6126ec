import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { MigrationList, SchemaContainer } from "@prisma/schema-engine-wasm/schema_engine_bg";

/** Where the models and migrations are; tests point elsewhere. Absolute paths. */
export interface MigrationPlace {
  readonly models: string;
  readonly migrations: string;
}

/** What Prisma keeps beside the migrations, so that nobody runs them on another kind of database. */
export const lockText = `provider = "postgresql"\n`;

const prismaFolder = path.resolve(import.meta.dirname, "../../../prisma");

export const ourPlace: MigrationPlace = { models: path.join(prismaFolder, "models"), migrations: path.join(prismaFolder, "migrations") };

export function readModels(place: MigrationPlace): SchemaContainer[] {
  return readdirSync(place.models)
    .filter((name) => name.endsWith(".prisma"))
    .toSorted()
    .map((name) => ({ path: path.join(place.models, name), content: readFileSync(path.join(place.models, name), "utf8") }));
}

export function readMigrations(place: MigrationPlace): MigrationList {
  const names = existsSync(place.migrations)
    ? readdirSync(place.migrations, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .toSorted()
    : [];
  const lock = path.join(place.migrations, "migration_lock.toml");
  return {
    baseDir: place.migrations,
    lockfile: { path: "migration_lock.toml", content: existsSync(lock) ? readFileSync(lock, "utf8") : lockText },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({ path: name, migrationFile: { path: "migration.sql", content: readScript(path.join(place.migrations, name, "migration.sql")) } })),
  };
}

function readScript(file: string): { tag: "ok"; value: string } | { tag: "error"; value: string } {
  if (!existsSync(file)) return { tag: "error", value: `${file} is missing` };
  return { tag: "ok", value: readFileSync(file, "utf8") };
}
