import { type MigrationPlace, ourPlace, readMigrations, readModels } from "./migration-files.ts";
import { withSchemaEngine } from "./schema-engine.ts";

export const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Applies every migration that the database at `url` has not had. Returns the names of those applied now.
 * Safe to call twice and from two processes at once; a migration that fails leaves nothing of itself behind.
 */
export async function migrate(url: string, place: MigrationPlace = ourPlace): Promise<readonly string[]> {
  const migrationsList = readMigrations(place);
  const result = await withSchemaEngine(url, readModels(place), (engine) => engine.applyMigrations({ migrationsList, filters: noFilters }));
  return result.appliedMigrationNames;
}
