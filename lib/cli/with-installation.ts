import { closeInstallation, openInstallation } from "#lib/platform/installation";
import { openDatabase, type Database } from "#lib/platform/database/client";
import { startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { explainFileError } from "#lib/platform/database/embedded-server-error";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { runningServerUrl } from "#lib/platform/database/running-server";
import { readEnv, type Env } from "#lib/platform/env";
import { setLogLevel } from "#lib/platform/log";
import { installationSecrets, type InstallationSecrets } from "#lib/platform/installation-secrets";
import { CliError } from "./cli-error.ts";

const quiet = { info: () => undefined, warn: () => undefined };

/**
 * Opens this installation for one command: the database of DATABASE_URL, or the embedded one, of the process that
 * runs it or started for the moment. Throws `CliError` when it cannot be opened.
 */
export async function withInstallation<Result>(use: () => Promise<Result>): Promise<Result> {
  const env = readEnv();
  const secrets = readSecrets(env);
  return withDatabaseUrl(env, async (url) => {
    const database = openDatabase(url);
    try {
      const publicUrl = env.publicUrl ?? `http://${env.host}:${String(env.port)}`;
      await open(database, { ...secrets, publicUrl, isPublicUrlFixed: env.publicUrl !== null, bodyLimitBytes: env.bodyLimitBytes, trustedProxies: env.trustedProxies, allowPrivateTargets: env.allowPrivateTargets, metricsToken: env.metricsToken });
      return await use();
    } finally {
      closeInstallation();
      await database.close();
    }
  });
}

/** A migrated database for the time of `use`. What other processes run is left running. */
export async function withDatabaseUrl<Result>(env: Pick<Env, "databaseUrl" | "dataDir">, use: (url: string) => Promise<Result>): Promise<Result> {
  // The log goes to stdout, which holds the command's result.
  setLogLevel("silent");
  if (env.databaseUrl !== null) {
    await reached(env.databaseUrl, () => migrateAll(env.databaseUrl ?? ""));
    return use(env.databaseUrl);
  }
  const running = runningServerUrl(env.dataDir);
  if (running !== null) return use(running);
  const server = await startEmbeddedServer({ dataDir: env.dataDir, log: quiet });
  try {
    await migrateAll(server.url);
    return await use(server.url);
  } finally {
    await server.stop();
  }
}

function readSecrets(env: Env): InstallationSecrets {
  try {
    return installationSecrets(env);
  } catch (error) {
    throw explainFileError(error, env.dataDir);
  }
}

async function open(database: Database, facts: Parameters<typeof openInstallation>[1]): Promise<void> {
  await reached(database.url, async () => {
    try {
      await openInstallation(database.pool, facts);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new CliError(`The secrets of this database do not open (${why}): set ENCRYPTION_KEYS, or DATA_DIR, to those that it was made with.`);
    }
  });
}

async function reached<Result>(url: string, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    if (isUnavailable(error)) throw new CliError(`The database at ${new URL(url).host} cannot be reached: ${innermost(error)}.`);
    throw error;
  }
}

function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? innermost(error.cause) : (error.message.split("\n").at(-1) ?? error.message);
}
