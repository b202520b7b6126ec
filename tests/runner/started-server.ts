import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isServerOf } from "#lib/platform/database/postmaster-file";
import { root } from "./steps.ts";
import { environmentWith } from "./test-env.ts";

export interface StartedServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The one-time link for the first admin, while there is none. */
  readonly setupUrl: string | null;
  readonly dataDir: string;
  /** Everything that the process wrote so far. */
  readonly output: () => string;
  /** Ends it and waits. Returns its exit code, `null` when a signal ended it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface StartOrder {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Used again when given; else a fresh one. */
  readonly dataDir?: string;
}

const startLimitMs = 180_000;

/** Starts the product as `npm start` does, on a free port. Throws with its output when it ends before it serves. */
export async function startServer(order: StartOrder = {}): Promise<StartedServer> {
  const dataDir = order.dataDir ?? freshDataDir();
  const env = environmentWith({ DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: "0", ...order.env });
  const child = spawn(process.execPath, ["lib/server/main.ts", ...(order.flags ?? [])], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const abandon = (): void => endWithDatabase(child, dataDir);
  process.once("exit", abandon);
  void exited.then(() => process.removeListener("exit", abandon));

  const url = await firstMatch(child, () => output, /is running at (http\S+)/);
  // The link, when there is one, is the next line.
  await sleep(50);
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    setupUrl: /first admin: (\S+)/.exec(output)?.[1] ?? null,
    dataDir,
    output: () => output,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
}

/** A folder that the embedded PostgreSQL's own user may pass through. */
export function freshDataDir(): string {
  const parent = mkdtempSync(path.join(tmpdir(), "countersign-run-"));
  chmodSync(parent, 0o711);
  return path.join(parent, "data");
}

/** Removes what a server left, ending a PostgreSQL that outlived it. Waits without the event loop, since it also runs while we exit. */
export function removeDataDir(dataDir: string): void {
  const cluster = path.join(dataDir, "postgres");
  const pid = postgresPid(dataDir);
  // A killed server leaves its file behind, and its number may be another process's by now.
  if (pid !== null && isServerOf(pid, cluster)) {
    process.kill(pid, "SIGQUIT");
    // What it still writes while it ends would stay behind.
    for (let waited = 0; waited < 100 && isServerOf(pid, cluster); waited += 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
}

/** The process id of the embedded PostgreSQL under a data directory, `null` when none runs. */
export function postgresPid(dataDir: string): number | null {
  const file = path.join(dataDir, "postgres", "postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : null;
}

/** The embedded PostgreSQL's address for a look inside, for as long as it runs. */
export function embeddedUrl(dataDir: string): string {
  const port = readFileSync(path.join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3] ?? "";
  const password = readFileSync(path.join(dataDir, "postgres", "countersign.password"), "utf8").trim();
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port.trim()}/countersign`;
}

function endWithDatabase(child: ChildProcess, dataDir: string): void {
  child.kill("SIGKILL");
  removeDataDir(dataDir);
}

async function firstMatch(child: ChildProcess, output: () => string, pattern: RegExp): Promise<string> {
  for (const endMs = Date.now() + startLimitMs; Date.now() < endMs; await sleep(25)) {
    const found = pattern.exec(output())?.[1];
    if (found !== undefined) return found;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The server ended before it served:\n${output()}`);
  }
  child.kill("SIGKILL");
  throw new Error(`The server did not serve within ${String(startLimitMs / 1000)} s:\n${output()}`);
}
