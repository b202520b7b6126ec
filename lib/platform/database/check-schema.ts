import { noFilters } from "./migrate.ts";
import { type MigrationPlace, ourPlace, readModels } from "./migration-files.ts";
import { difference, migrationsToModels } from "./new-migration.ts";
import { withSchemaEngine } from "./schema-engine.ts";

export interface SchemaDrift {
  /** SQL from the migrations to the models: models were changed without a migration. Empty: none. */
  readonly unmigrated: string;
  /** SQL from the live database to the models: somebody changed the database, or migrations are missing there. */
  readonly live: string;
}

/** Compares migrations, models and the database at `url`. Tables of the job queue and partitions lie in other schemas and do not count. */
export async function checkSchema(url: string, place: MigrationPlace = ourPlace): Promise<SchemaDrift> {
  return { unmigrated: await migrationsToModels(url, place), live: await liveToModels(url, place) };
}

async function liveToModels(url: string, place: MigrationPlace): Promise<string> {
  const models = readModels(place);
  const result = await withSchemaEngine(url, models, (engine) =>
    engine.diff({
      from: { tag: "schemaDatasource", files: models, configDir: place.models },
      to: { tag: "schemaDatamodel", files: models },
      script: true,
      exitCode: null,
      filters: noFilters,
    }),
  );
  return difference(result.stdout);
}
