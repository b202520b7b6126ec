import { ensureAdminFromEnv } from "#lib/access/ensure-admin-from-env";
import { ensureSetupLink } from "#lib/access/setup";
import { startEmbeddedServer, type EmbeddedServer } from "#lib/platform/database/embedded-server";
import { closeLiveStreams } from "#lib/live/open-streams";
import { migrateAll } from "#lib/platform/database/migrate-all";
import type { Env } from "#lib/platform/env";
import { log, setLogLevel } from "#lib/platform/log";
import { runWorker } from "#lib/worker/run-worker";
import { buildPages, isBuildStale } from "./build-pages.ts";
import { frontHandler, pagesHandler } from "./front-handler.ts";
import { listen } from "./http-server.ts";
import { openPagesProxy } from "./pages-proxy.ts";
import { openObservation, openParts } from "./process-parts.ts";
import { startChildren } from "./start-children.ts";
import { startPages } from "./start-pages.ts";

export interface StartOptions {
  readonly dev: boolean;
  /** False: Next's route answers webhooks too, as it does wherever Next is deployed alone. */
  readonly fastDoor: boolean;
  readonly worker: boolean;
  /** Pages are rendered in the process that takes webhooks: less memory, and a heavy page holds up messages. */
  readonly pagesInside?: boolean;
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
  await openObservation(env, "main", started);
  // Hot reload needs Next on the socket itself, and Next's own route is wanted where the fast door is not.
  const children = options.dev || !options.fastDoor || (options.pagesInside === true && env.webProcesses === 1) ? null : startChildren(env, env.webProcesses > 1 ? env.webProcesses : 0);
  if (children !== null) started.push(children.stop);
  const http = children !== null && env.webProcesses > 1 ? null : await listen(env.host, env.port, { dev: options.dev, onError: (error) => log().error({ err: error }, "a request failed") });
  if (http !== null) started.push(http.close);
  const port = http?.port ?? (await children?.doorsListen()) ?? env.port;
  // After the port is ours: a second start must not build anew under the feet of the one that runs.
  if (!options.dev) await options.requirePages();
  const embedded = env.databaseUrl === null ? await openEmbedded(env, onDatabaseLost, started) : null;
  const databaseUrl = embedded?.url ?? env.databaseUrl ?? "";
  await migrateAll(databaseUrl);
  const facts = { env, databaseUrl, port, dev: options.dev };
  const childrenServe = children?.open(facts);
  childrenServe?.catch(() => undefined);
  const countersign = await openParts(facts, http !== null, started);
  const publicUrl = countersign.installation.signInUrl;
  if (options.worker) started.push((await runWorker({ url: databaseUrl, isAlone: embedded !== null, notifications: countersign.notifications, isDoorBusy: countersign.receiver.isBusy })).stop);
  await ensureAdminFromEnv(env);
  const setupToken = await ensureSetupLink();
  await childrenServe;
  if (http !== null) {
    const front = { trustedProxies: env.trustedProxies, countersign, fastDoor: options.fastDoor };
    if (children === null) {
      const pages = await startPages({ dev: options.dev, hostname: env.host, port, httpServer: http.server });
      // Event streams end first, since they would keep their sockets open; the sockets close before the parts that their answers need.
      started.push(pages.close, http.close, () => Promise.resolve(closeLiveStreams()));
      http.serve(frontHandler({ ...front, pages: pagesHandler(pages.handle, { publicUrl, dev: options.dev }), group: null }));
    } else {
      const proxy = openPagesProxy(children.socketPath);
      started.push(() => Promise.resolve(proxy.close()), () => Promise.all([http.close(), children.stop()]).then(() => undefined));
      http.serve(frontHandler({ ...front, pages: proxy.pass, group: children.group }));
    }
  } else if (children !== null) started.push(children.stop);
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
