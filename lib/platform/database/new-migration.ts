import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { noFilters } from "./migrate.ts";
import { lockText, type MigrationPlace, ourPlace, readMigrations, readModels } from "./migration-files.ts";
import { withSchemaEngine } from "./schema-engine.ts";

const emptyScript = "-- This is an empty migration.";

/**
 * Writes the migration that leads from the present migrations to the models. `url`: any database of a server where
 * a shadow database may be made. Returns the new file, or `null` when there is no difference.
 */
export async function newMigration(url: string, name: string, nowMs: number, place: MigrationPlace = ourPlace): Promise<string | null> {
  const script = await migrationsToModels(url, place);
  if (script === "") return null;
  const folder = path.join(place.migrations, `${stamp(nowMs)}_${name}`);
  mkdirSync(folder, { recursive: true });
  const lock = path.join(place.migrations, "migration_lock.toml");
  if (!existsSync(lock)) writeFileSync(lock, lockText);
  const file = path.join(folder, "migration.sql");
  writeFileSync(file, script);
  return file;
}

/** The SQL that leads from the migrations to the models; empty when they agree. */
export async function migrationsToModels(url: string, place: MigrationPlace): Promise<string> {
  const models = readModels(place);
  const migrationsList = readMigrations(place);
  const result = await withSchemaEngine(url, models, (engine) =>
    engine.diff({ from: { tag: "migrations", ...migrationsList }, to: { tag: "schemaDatamodel", files: models }, script: true, exitCode: null, filters: noFilters }),
  );
  return difference(result.stdout);
}

/** The engine says in a comment that there is nothing to do. */
export function difference(script: string | null): string {
  const text = script?.trim() ?? "";
  return text === emptyScript ? "" : text === "" ? "" : `${text}\n`;
}

function stamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
}
