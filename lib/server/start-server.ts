import { ensureAdminFromEnv } from "#lib/access/ensure-admin-from-env";
import { openOidc } from "#lib/access/oidc";
import { ensureSetupLink } from "#lib/access/setup";
import { startEmbeddedServer, type EmbeddedServer } from "#lib/platform/database/embedded-server";
import { closeLiveStreams } from "#lib/live/open-streams";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { exportForLibraries, mailSettings, type Env } from "#lib/platform/env";
import { log, setLogLevel } from "#lib/platform/log";
import { openMail } from "#lib/platform/mail";
import { holdOwnAddress } from "#lib/platform/own-address";
import { openTracing } from "#lib/platform/open-tracing";
import { methodNotAllowed, problemAnswer } from "#lib/receiving/door-answer";
import { withLinesAsSent } from "#lib/receiving/lines-as-sent";
import { runWorker } from "#lib/worker/run-worker";
import { buildPages, isBuildStale } from "./build-pages.ts";
import { doorOf, headerLines, takeAtDoor, takeValidation, writeAnswer } from "./fast-door.ts";
import { listen, type Handle } from "./http-server.ts";
import { installationSecrets } from "#lib/platform/installation-secrets";
import { openCountersign, type OpenCountersign } from "./open-countersign.ts";
import { originForm } from "./origin-form.ts";
import { remoteAddressReader } from "./remote-address.ts";
import { secure } from "./security-headers.ts";
import { startPages, type Pages } from "./start-pages.ts";

export interface StartOptions {
  readonly dev: boolean;
  /** False: Next's route answers webhooks too, as it does wherever Next is deployed alone. */
  readonly fastDoor: boolean;
  readonly worker: boolean;
  /** Builds the pages where that is needed; not called where Next compiles them by itself. */
  readonly requirePages: () => Promise<void>;
}

export interface RunningServer {
  readonly url: string;
  /** The one-time link for the first admin, while there is none. */
  readonly setupUrl: string | null;
  readonly stop: () => Promise<void>;
}

/** The build failed; its own output says why. */
export class BuildError extends Error {}

/** The whole process, in the order in which each part needs the one before. What was started is stopped when a later part fails. */
export async function startServer(env: Env, options: StartOptions, onDatabaseLost: (reason: string) => void): Promise<RunningServer> {
  setLogLevel(env.logLevel);
  const started: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.splice(0).reverse()) {
      await end().catch((error: unknown) => log().error({ err: error }, "a part did not stop cleanly"));
    }
  };
  try {
    return await startParts(env, options, onDatabaseLost, started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(env: Env, options: StartOptions, onDatabaseLost: (reason: string) => void, started: (() => Promise<void>)[], stop: () => Promise<void>): Promise<RunningServer> {
  started.push((await openTracing(env.otlpEndpoint)).stop);
  const http = await listen(env.host, env.port, { dev: options.dev, onError: (error) => log().error({ err: error }, "a request failed") });
  started.push(http.close);
  // After the port is ours: a second start must not build anew under the feet of the one that runs.
  if (!options.dev) await options.requirePages();
  holdOwnAddress(env.host, http.port);
  const localUrl = `http://${env.host.includes(":") ? `[${env.host}]` : env.host}:${String(http.port)}`;
  const embedded = env.databaseUrl === null ? await openEmbedded(env, onDatabaseLost, started) : null;
  const databaseUrl = embedded?.url ?? env.databaseUrl ?? "";
  const { ring, sessionSecret } = installationSecrets(env);
  openMail(mailSettings(env));
  openOidc(env.oidc);
  await migrateAll(databaseUrl);
  const countersign = await openCountersign(databaseUrl, { ring, publicUrl: env.publicUrl ?? localUrl, isPublicUrlFixed: env.publicUrl !== null, sessionSecret, bodyLimitBytes: env.bodyLimitBytes, trustedProxies: env.trustedProxies, allowPrivateTargets: env.allowPrivateTargets, metricsToken: env.metricsToken });
  started.push(countersign.close);
  const publicUrl = countersign.installation.signInUrl;
  exportForLibraries({ NEXTAUTH_URL: publicUrl, NEXTAUTH_SECRET: sessionSecret, NODE_ENV: options.dev ? "development" : "production" });
  if (options.worker) started.push((await runWorker({ url: databaseUrl, isAlone: embedded !== null, notifications: countersign.notifications, isDoorBusy: countersign.receiver.isBusy })).stop);
  await ensureAdminFromEnv(env);
  const setupToken = await ensureSetupLink();
  const pages = await startPages({ dev: options.dev, hostname: env.host, port: http.port, httpServer: http.server });
  // Event streams end first, since they would keep their sockets open; the sockets close before the parts that their answers need.
  started.push(pages.close, http.close, () => Promise.resolve(closeLiveStreams()));
  http.serve(handler({ env, options, countersign, pages, publicUrl }));
  return { url: publicUrl, setupUrl: setupToken === null ? null : `${publicUrl}/setup?token=${setupToken}`, stop };
}

/** Builds the pages unless what was built before is of the same sources. */
export async function requireBuiltPages(): Promise<void> {
  if (isBuildStale() && (await buildPages()) !== 0) throw new BuildError("The pages could not be built; the reason stands above.");
}

async function openEmbedded(env: Env, onLost: (reason: string) => void, started: (() => Promise<void>)[]): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ dataDir: env.dataDir, log: log() });
  started.push(server.stop);
  server.onExit(onLost);
  return server;
}

/** To other methods Next answers 400 or 500 without a word, or a page. */
const methodsOfNext: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function handler(parts: { env: Env; options: StartOptions; countersign: OpenCountersign; pages: Pages; publicUrl: string }): Handle {
  const addressOf = remoteAddressReader(parts.env.trustedProxies);
  const https = parts.publicUrl.startsWith("https:");
  return (request, response) => {
    const target = originForm(request.url ?? "/");
    if (target === null) return writeAnswer(response, problemAnswer("bad_input", "The address holds an escape that cannot be read: write % as %25."));
    request.url = target;
    const isWebhook = target.startsWith("/api/webhooks/") || target.startsWith("/api/validations/");
    if (!methodsOfNext.has(request.method ?? "")) return writeAnswer(response, isWebhook ? methodNotAllowed() : problemAnswer("method_not_allowed", "Nothing here takes this method.", { allow: [...methodsOfNext].join(", ") }));
    const door = parts.options.fastDoor ? doorOf(request) : null;
    const remoteAddress = addressOf(request);
    if (door?.kind === "validation") return takeValidation(request, response, door.token, parts.countersign.validator, remoteAddress);
    if (door !== null) return takeAtDoor(request, response, door, parts.countersign.receiver, remoteAddress);
    secure(request, response, { remoteAddress, https, dev: parts.options.dev });
    if (isWebhook) return withLinesAsSent(headerLines(request.rawHeaders), () => parts.pages.handle(request, response));
    return parts.pages.handle(request, response);
  };
}
