import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { type MigrationPlace, ourPlace, readMigrations, readModels } from "./migration-files.ts";
import { withMigrationLock } from "./migration-lock.sql.ts";
import { MigrationError, withSchemaEngine } from "./schema-engine.ts";

export const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Applies every migration that the database at `url` has not had. Returns the names of those applied now.
 * Safe to call twice and from two processes at once; a migration that fails leaves nothing of itself behind, so the
 * next call tries it again. Throws `MigrationError`. A database that is ahead of this version is left as it is.
 */
export async function migrate(url: string, place: MigrationPlace = ourPlace): Promise<readonly string[]> {
  const migrationsList = readMigrations(place);
  return await withMigrationLock(url, () =>
    withSchemaEngine(url, readModels(place), async (engine) => {
      await clearHistory(engine, migrationsList);
      const result = await engine.applyMigrations({ migrationsList, filters: noFilters });
      return result.appliedMigrationNames;
    }),
  );
}

/** Under our lock nothing is running: what looks half done was rolled back whole. */
async function clearHistory(engine: SchemaEngine, migrationsList: MigrationList): Promise<void> {
  const history = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilters });
  for (const migrationName of history.failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
  const edited = history.editedMigrationNames.find((name) => !history.failedMigrationNames.includes(name));
  if (edited !== undefined) {
    throw new MigrationError(`The migration ${edited} was changed after this database had it: restore its file and write another migration, or start with an empty database.`);
  }
}
