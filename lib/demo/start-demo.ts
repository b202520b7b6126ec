import { randomBytes } from "node:crypto";
import path from "node:path";
import { startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { childEnv, type Env, EnvironmentError, readEnv } from "#lib/platform/env";
import { installationSecrets } from "#lib/platform/installation-secrets";
import { log, setLogLevel } from "#lib/platform/log";
import { ownAddress } from "#lib/platform/own-address";
import { requireBuiltPages, type RunningServer, startServer } from "#lib/server/start-server";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";
import { openDeliveryReceiver } from "#lib/simulator/delivery-receiver";
import { type DemoState, readDemoState, writeDemoState } from "./demo-state.ts";
import { fillDemo } from "./fill-demo.ts";
import { startTraffic } from "./live-traffic.ts";
import { demoPeople } from "./people.ts";
import { readLiveSources } from "./read-live-sources.ts";
import { makeSandboxSessions } from "./sandbox-sessions.ts";
import { socketUrl } from "./socket-url.ts";

export interface DemoOptions {
  readonly days: number;
  readonly seed: string;
  /** With hot reload, as `npm run dev` is. */
  readonly dev: boolean;
  readonly say: (line: string) => void;
  readonly onProgress: (done: number, total: number) => void;
  readonly onFilled: () => void;
}

export interface RunningDemo {
  readonly stop: () => Promise<void>;
}

/**
 * The environment of the demo: a folder of its own below the usual one, so that it never touches another installation, and
 * this machine as a place to deliver to. Throws `EnvironmentError` where a database is named.
 */
export function demoEnv(): Env {
  const given = readEnv();
  if (given.databaseUrl !== null) throw new EnvironmentError("DATABASE_URL holds a database, but should hold nothing for the demo, which keeps its data apart in a folder of its own.");
  const targets = [...given.allowPrivateTargets, "127.0.0.0/8"].join(",");
  const env = readEnv(childEnv({ DATA_DIR: path.resolve(given.dataDir, "demo"), ALLOW_PRIVATE_TARGETS: targets, LOG_LEVEL: given.logLevel === "info" ? "warn" : given.logLevel }));
  // The people of the demo have addresses that belong to nobody: nothing is mailed to them.
  return { ...env, smtpUrl: null, alertFrom: null };
}

/** Fills the demo where nothing is yet, then starts Countersign, the receiver that its endpoints name, and traffic that goes on. */
export async function startDemo(env: Env, options: DemoOptions, onDatabaseLost: (reason: string) => void): Promise<RunningDemo> {
  setLogLevel(env.logLevel);
  const { say } = options;
  const kept = readDemoState(env.dataDir);
  if (!options.dev) await requireBuiltPages();
  say(kept === null ? `The demo keeps its data in ${env.dataDir}, apart from every other installation. ${options.days === 1 ? "A day" : `${String(options.days)} days`} of payments ${options.days === 1 ? "is" : "are"} made now.` : `The demo goes on with what is in ${env.dataDir}.`);
  const state = kept ?? (await fill(env, options));
  const receiver = await openDeliveryReceiver({ host: "127.0.0.1", port: state.receiverPort, secrets: [state.receiverSecret], failure: null, nowMs: () => Date.now() }).catch(() => {
    throw new EnvironmentError(`Something else listens on port ${String(state.receiverPort)}, where the demo's endpoints deliver to: stop it, or delete ${env.dataDir} and set PORT to another number.`);
  });
  let server: RunningServer;
  try {
    server = await startServer(env, { dev: options.dev, fastDoor: true, worker: true, requirePages: () => Promise.resolve() }, onDatabaseLost);
  } catch (error) {
    await receiver.close();
    throw error;
  }
  const traffic = startTraffic(ownAddress(), readLiveSources, state.seed);
  void makeSandboxSessions().catch((error: unknown) => log().warn({ err: error }, "the demo's sandbox sessions could not be made"));
  say(`Countersign is running at ${server.url}`);
  say(`Sign in as ${listed(demoPeople.map(({ email, role }) => `${email} (${role})`))} with the password ${state.password} (kept in ${path.join(env.dataDir, "demo.json")}).`);
  say(`Deliveries go to ${new URL("/", receiver.url).href}. Make three of them fail: curl -d '{"fail":"500","times":3}' -H 'content-type: application/json' ${new URL("/_control", receiver.url).href}`);
  return {
    stop: async () => {
      traffic.stop();
      await server.stop();
      await receiver.close();
    },
  };
}

/** "a, b or c" */
function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter((part) => part !== "").join(" or ");
}

async function fill(env: Env, options: DemoOptions): Promise<DemoState> {
  const state: DemoState = {
    seed: options.seed,
    email: "demo@example.com",
    password: randomBytes(12).toString("base64url"),
    receiverPort: (env.port === 0 ? 3000 : env.port) + 1,
    receiverSecret: encodeWebhookSecret(randomBytes(32)),
    filled: false,
  };
  writeDemoState(env.dataDir, state);
  const database = await startEmbeddedServer({ dataDir: env.dataDir, log: log() });
  try {
    await migrateAll(database.url);
    const { ring, sessionSecret } = installationSecrets(env);
    const facts = { ring, publicUrl: env.publicUrl ?? `http://${env.host}:${String(env.port)}`, isPublicUrlFixed: env.publicUrl !== null, sessionSecret, bodyLimitBytes: env.bodyLimitBytes, trustedProxies: env.trustedProxies, allowPrivateTargets: env.allowPrivateTargets, metricsToken: env.metricsToken };
    // What went wrong then is in the pages.
    setLogLevel("error");
    const { messages } = await fillDemo({ databaseUrl: socketUrl(database.url, env.dataDir), facts, state, days: options.days, nowMs: Date.now(), onProgress: options.onProgress });
    options.onFilled();
    options.say(`${String(messages)} messages were signed, received, read and delivered by the product's own code.`);
  } finally {
    await database.stop();
  }
  setLogLevel(env.logLevel);
  const filled = { ...state, filled: true };
  writeDemoState(env.dataDir, filled);
  return filled;
}
