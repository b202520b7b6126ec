import { openOidc } from "#lib/access/oidc";
import { EnvironmentError, mailSettings, readEnv } from "#lib/platform/env";
import { isInstallationOpen } from "#lib/platform/installation";
import { setLogLevel } from "#lib/platform/log";
import { openMail } from "#lib/platform/mail";
import { openTracing } from "#lib/platform/open-tracing";
import { installationSecrets } from "#lib/platform/installation-secrets";
import { openCountersign } from "./open-countersign.ts";

/** What our server does before Next, for places where Next runs without it. Needs a database of its own: `DATABASE_URL`. */
export async function openForNextAlone(): Promise<void> {
  if (isInstallationOpen()) return;
  const env = readEnv();
  if (env.databaseUrl === null) throw new EnvironmentError("DATABASE_URL holds nothing, but Next without our server needs a PostgreSQL: use `npm start` for the embedded one.");
  setLogLevel(env.logLevel);
  openMail(mailSettings(env));
  openOidc(env.oidc);
  await openTracing(env.otlpEndpoint);
  const { ring, sessionSecret } = installationSecrets(env);
  const publicUrl = env.publicUrl ?? `http://${env.host}:${String(env.port)}`;
  await openCountersign(env.databaseUrl, { ring, publicUrl, isPublicUrlFixed: env.publicUrl !== null, sessionSecret, bodyLimitBytes: env.bodyLimitBytes, trustedProxies: env.trustedProxies, allowPrivateTargets: env.allowPrivateTargets, metricsToken: env.metricsToken });
}
