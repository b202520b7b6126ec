import { chmodSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Logger } from "../log.ts";
import { makeFolder } from "../make-folder.ts";
import { EmbeddedServerError, explainFileError } from "./embedded-server-error.ts";
import { launchPostgres, type PostgresProcess, type ServerPlace } from "./launch-postgres.ts";
import { clusterPassword, makeCluster } from "./make-cluster.ts";
import { findPostgres } from "./postgres-binaries.ts";
import { findPostmaster, isServerOf, type Postmaster } from "./postmaster-file.ts";
import { claimServer, endQuietly, prepareApplicationDatabase } from "./server-ownership.sql.ts";
import { chooseServerUser, requireEntry } from "./server-user.ts";

/** Crash recovery of a large database takes its time. */
const startLimitMs = 120_000;
/** A server younger than this may not have been claimed by the process that started it yet. */
const claimGraceMs = 1500;
const fastStopLimitMs = 7000;

export interface EmbeddedServer {
  readonly url: string;
  readonly port: number;
  /** The postmaster's process id. */
  readonly pid: number;
  /** Ends sessions, writes everything, stops. Safe to call twice. */
  readonly stop: () => Promise<void>;
  /** Called once when the server ends although nobody called `stop`, with a sentence for the log. */
  readonly onExit: (listener: (reason: string) => void) => void;
}

export interface EmbeddedServerOptions {
  readonly dataDir: string;
  readonly log: Pick<Logger, "info" | "warn">;
  /** PostgreSQL settings over our own, such as `{ fsync: "off" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A free port unless given. */
  readonly port?: number;
}

/**
 * Starts the embedded PostgreSQL under `dataDir`, making it on the first start. An orphan of a process that was
 * killed is stopped and replaced; a server with a living owner is left alone.
 * Throws `EmbeddedServerError`, whose message is one line for the person who starts us.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const place = preparePlace(options);
  const deadlineMs = Date.now() + startLimitMs;
  while (Date.now() < deadlineMs) {
    const former = findPostmaster(place.cluster);
    if (former !== null) {
      await stopOrphan(former, place, options.log);
      continue;
    }
    const launched = await launchPostgres(place);
    if (launched === null) {
      await sleep(50);
      continue;
    }
    const url = await prepareApplicationDatabase(launched.session, launched.port, place.password);
    options.log.info({ port: launched.port, dataDir: place.dataDir }, "embedded PostgreSQL is running");
    return superviseServer(launched, place, url, options.log);
  }
  throw new EmbeddedServerError(`The embedded PostgreSQL on ${place.dataDir} did not become ready within ${String(startLimitMs / 1000)} s: read ${place.logFile}, and end any postgres process that still uses this directory.`);
}

function preparePlace(options: EmbeddedServerOptions): ServerPlace {
  const dataDir = path.resolve(options.dataDir);
  const cluster = path.join(dataDir, "postgres");
  const settings = options.settings ?? {};
  try {
    const user = chooseServerUser([cluster, dataDir]);
    // Another user's PostgreSQL must be able to pass through, not to read.
    const present = statSync(dataDir, { throwIfNoEntry: false });
    if (present === undefined) {
      makeFolder(dataDir);
      chmodSync(dataDir, user === null ? 0o700 : 0o711);
    } else if (!present.isDirectory()) {
      throw new EmbeddedServerError(`The data directory ${dataDir} is a file: set DATA_DIR to a directory.`);
    }
    requireEntry(dataDir, user);
    const { initdb, postgres } = findPostgres(dataDir, user);
    makeCluster({ dataDir, cluster, initdb, user, syncs: settings["fsync"] !== "off" });
    const password = clusterPassword(cluster);
    return { dataDir, cluster, logFile: path.join(dataDir, "postgres.log"), postgres, user, password, settings, port: options.port ?? null };
  } catch (error) {
    throw explainFileError(error, dataDir);
  }
}

async function stopOrphan(former: Postmaster, place: ServerPlace, log: Pick<Logger, "warn">): Promise<void> {
  const claim = former.port === null ? null : await claimServer(former.port, place.password);
  if (claim === null || claim.kind === "unreachable") {
    await sleep(50);
    return;
  }
  if (claim.kind === "held") {
    throw new EmbeddedServerError(`Another process already runs on ${place.dataDir} (PostgreSQL has process id ${String(former.pid)}): stop it first, or set DATA_DIR to another directory.`);
  }
  if (Date.now() - former.startedAtMs < claimGraceMs) {
    await endQuietly(claim.session);
    await sleep(100);
    return;
  }
  log.warn({ pid: former.pid }, "stopping the PostgreSQL that a killed process left behind");
  process.kill(former.pid, "SIGINT");
  const limitMs = Date.now() + fastStopLimitMs;
  while (isServerOf(former.pid, place.cluster) && Date.now() < limitMs) await sleep(20);
  if (isServerOf(former.pid, place.cluster)) process.kill(former.pid, "SIGQUIT");
  await endQuietly(claim.session);
}

function superviseServer(
  launched: { process: PostgresProcess; session: pg.Client; port: number },
  place: ServerPlace,
  url: string,
  log: Pick<Logger, "warn">,
): EmbeddedServer {
  const { process: server, port } = launched;
  const listeners: ((reason: string) => void)[] = [];
  let stopping: Promise<void> | null = null;
  const ended = (): boolean => stopping !== null || server.hasExited();

  const keepOwnership = (session: pg.Client): void => {
    session.once("end", () => void reclaim());
  };
  // An operator may end our session while the server lives: without the lock a second start would stop it.
  const reclaim = async (): Promise<void> => {
    while (!ended()) {
      const claim = await claimServer(port, place.password);
      if (claim.kind === "owned") {
        keepOwnership(claim.session);
        return;
      }
      await sleep(100);
    }
  };
  keepOwnership(launched.session);
  void server.exited.then(() => {
    if (stopping !== null) return;
    const reason = `The embedded PostgreSQL ended by itself; its log is ${place.logFile}.`;
    if (listeners.length === 0) log.warn(reason);
    for (const listener of listeners) listener(reason);
  });
  return { url, port, pid: server.pid, stop: () => (stopping ??= stopServer(server)), onExit: (listener) => void listeners.push(listener) };
}

/** Fast shutdown first; immediate, then kill, for a server that hangs. Its log replays either way. */
async function stopServer(server: PostgresProcess): Promise<void> {
  for (const [signal, limitMs] of [["SIGINT", fastStopLimitMs], ["SIGQUIT", 1500], ["SIGKILL", 1500]] as const) {
    if (server.hasExited()) return;
    server.signal(signal);
    await Promise.race([server.exited, sleep(limitMs, undefined, { ref: false })]);
  }
}
