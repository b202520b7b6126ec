import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { classifyStartFailure, EmbeddedServerError } from "./embedded-server-error.ts";
import { claimServer } from "./server-ownership.sql.ts";
import { embeddedSettings, settingArguments } from "./server-settings.ts";
import type { ServerUser } from "./server-user.ts";

const largestLogBytes = 8 * 1024 * 1024;

export interface ServerPlace {
  readonly dataDir: string;
  readonly cluster: string;
  readonly logFile: string;
  readonly postgres: string;
  readonly user: ServerUser | null;
  readonly password: string;
  /** Over the defaults; tests turn `fsync` off. */
  readonly settings: Readonly<Record<string, string>>;
  /** `null`: any free port. */
  readonly port: number | null;
}

export interface PostgresProcess {
  readonly pid: number;
  /** Settles when the process is gone; never rejects. */
  readonly exited: Promise<null>;
  readonly hasExited: () => boolean;
  readonly signal: (name: NodeJS.Signals) => void;
}

/** Starts PostgreSQL and claims it. `null`: somebody was faster, or the free port was gone; look again. */
export async function launchPostgres(place: ServerPlace): Promise<{ process: PostgresProcess; session: pg.Client; port: number } | null> {
  const port = place.port ?? (await freePort());
  setAsideLargeLog(place.logFile);
  const logOffset = statSync(place.logFile, { throwIfNoEntry: false })?.size ?? 0;
  const started = spawnPostgres(place, port);
  while (!started.hasExited()) {
    const claiming = claimServer(port, place.password);
    // Another program may hold the port, take our call and never answer it.
    const claim = await Promise.race([claiming, started.exited]);
    if (claim?.kind === "owned" && !started.hasExited()) return { process: started, session: claim.session, port };
    if (claim?.kind === "held") await started.exited;
    await Promise.race([started.exited, sleep(20)]);
  }
  const failure = classifyStartFailure(readFileSync(place.logFile).subarray(logOffset).toString("utf8"), place);
  if (failure.kind === "fatal") throw new EmbeddedServerError(failure.sentence);
  if (failure.kind === "port_taken" && place.port !== null) {
    throw new EmbeddedServerError(`Port ${String(port)} of 127.0.0.1 is taken, so the embedded PostgreSQL cannot listen there: stop the program that holds it, or choose another port.`);
  }
  return null;
}

function spawnPostgres(place: ServerPlace, port: number): PostgresProcess {
  const logHandle = openSync(place.logFile, "a", 0o600);
  // Detached, and writing to a file: neither Ctrl-C nor our death reaches it before we drained.
  const child = spawn(place.postgres, ["-D", place.cluster, "-p", String(port), "-k", "", ...settingArguments({ ...embeddedSettings(memoryBytes()), ...place.settings })], {
    cwd: "/",
    detached: true,
    stdio: ["ignore", logHandle, logHandle],
    // None of our own variables: some of them are secrets.
    env: { NODE_ENV: "production", TZ: "UTC", LC_ALL: "C" },
    ...place.user,
  });
  closeSync(logHandle);
  let gone = false;
  const exited = new Promise<null>((resolve) => {
    const done = (): void => {
      gone = true;
      resolve(null);
    };
    child.once("exit", done);
    child.once("error", done);
  });
  return { pid: child.pid ?? -1, exited, hasExited: () => gone, signal: (name) => void child.kill(name) };
}

/** Of the machine, or what a container may use of it. */
function memoryBytes(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

async function freePort(): Promise<number> {
  const server = createServer();
  return await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}

function setAsideLargeLog(logFile: string): void {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes) renameSync(logFile, `${logFile}.old`);
}
