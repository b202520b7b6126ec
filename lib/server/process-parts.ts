import { openOidc } from "#lib/access/oidc";
import { type Env, exportForLibraries, mailSettings } from "#lib/platform/env";
import { installationSecrets } from "#lib/platform/installation-secrets";
import { setLogLevel } from "#lib/platform/log";
import { openMail } from "#lib/platform/mail";
import { metrics } from "#lib/platform/metrics";
import { openTracing } from "#lib/platform/open-tracing";
import { holdOwnAddress } from "#lib/platform/own-address";
import { type OpenCountersign, openCountersign } from "./open-countersign.ts";

/** What every process of a server must know; plain data, which goes from the first to those that it starts. */
export interface ProcessFacts {
  readonly env: Env;
  readonly databaseUrl: string;
  /** Where the server listens, as it turned out. */
  readonly port: number;
  readonly dev: boolean;
}

export function localUrl({ env, port }: Pick<ProcessFacts, "env" | "port">): string {
  return `http://${env.host.includes(":") ? `[${env.host}]` : env.host}:${String(port)}`;
}

/** Before anything that can be traced or logged. */
export async function openObservation(env: Env, name: string, started: (() => Promise<void>)[]): Promise<void> {
  setLogLevel(env.logLevel);
  metrics().registry.setDefaultLabels({ process: name });
  started.push((await openTracing(env.otlpEndpoint)).stop);
}

/** Everything below door, worker and pages, on a database that was migrated. `takesMessages`: it is a door. */
export async function openParts(facts: ProcessFacts, takesMessages: boolean, started: (() => Promise<void>)[]): Promise<OpenCountersign> {
  const { env, databaseUrl, port, dev } = facts;
  holdOwnAddress(env.host, port);
  openMail(mailSettings(env));
  openOidc(env.oidc);
  const { ring, sessionSecret } = installationSecrets(env);
  const installation = { ring, publicUrl: env.publicUrl ?? localUrl(facts), isPublicUrlFixed: env.publicUrl !== null, sessionSecret, bodyLimitBytes: env.bodyLimitBytes, trustedProxies: env.trustedProxies, allowPrivateTargets: env.allowPrivateTargets, metricsToken: env.metricsToken };
  const countersign = await openCountersign(databaseUrl, installation, { takesMessages });
  started.push(countersign.close);
  exportForLibraries({ NEXTAUTH_URL: countersign.installation.signInUrl, NEXTAUTH_SECRET: sessionSecret, NODE_ENV: dev ? "development" : "production" });
  return countersign;
}
