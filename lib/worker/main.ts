import { openDatabase } from "#lib/platform/database/client";
import { holdNotifications, openNotifications } from "#lib/platform/database/notifications";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { MigrationError } from "#lib/platform/database/schema-engine";
import { EnvironmentError, mailSettings, readEnv } from "#lib/platform/env";
import { openInstallation } from "#lib/platform/installation";
import { installationSecrets } from "#lib/platform/installation-secrets";
import { log, setLogLevel } from "#lib/platform/log";
import { openMail } from "#lib/platform/mail";
import { openTracing } from "#lib/platform/open-tracing";
import { stopOnSignals } from "#lib/platform/stop-on-signals";
import { followSettings } from "#lib/settings/read-settings";
import { runWorker } from "./run-worker.ts";

/** The worker as a process of its own, beside `npm run start:web` on one database. */
async function main(): Promise<void> {
  const env = readEnv();
  setLogLevel(env.logLevel);
  if (env.databaseUrl === null) {
    throw new EnvironmentError("DATABASE_URL holds nothing, but should hold the database that the web processes use: with the embedded one, `npm start` runs the worker itself.");
  }
  openMail(mailSettings(env));
  const tracing = await openTracing(env.otlpEndpoint);
  await migrateAll(env.databaseUrl);
  const database = openDatabase(env.databaseUrl);
  const { ring, sessionSecret } = installationSecrets(env);
  const publicUrl = env.publicUrl ?? `http://${env.host}:${String(env.port)}`;
  await openInstallation(database.pool, { ring, publicUrl, isPublicUrlFixed: env.publicUrl !== null, sessionSecret, bodyLimitBytes: env.bodyLimitBytes, trustedProxies: env.trustedProxies, allowPrivateTargets: env.allowPrivateTargets, metricsToken: env.metricsToken });
  const notifications = openNotifications(env.databaseUrl, ring.keyIds());
  holdNotifications(notifications);
  followSettings(notifications);
  const worker = await runWorker({ url: env.databaseUrl, isAlone: false, notifications });
  process.stdout.write("The worker is running.\n");
  stopOnSignals(async () => {
    await worker.stop();
    await notifications.close();
    await database.close();
    await tracing.stop();
  });
}

main().catch((error: unknown) => {
  if (error instanceof EnvironmentError || error instanceof MigrationError) process.stderr.write(`${error.message}\n`);
  else log().fatal({ err: error }, "the worker could not start");
  process.exit(1);
});
