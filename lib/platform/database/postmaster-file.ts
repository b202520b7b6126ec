import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";

/** What a running (or dead) server left in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number | null;
  readonly startedAtMs: number;
}

/** The server that runs on `cluster`, or `null`. A file left behind by a dead one is removed, where that can be told. */
export function findPostmaster(cluster: string): Postmaster | null {
  const file = path.join(cluster, "postmaster.pid");
  const written = readPostmaster(file);
  if (written === null) return null;
  if (isServerOf(written.pid, cluster)) return written;
  // The pid may belong to anybody by now; PostgreSQL itself would refuse to start for as long as it lives.
  if (process.platform !== "linux" || !anyProcessIn(cluster)) rmSync(file, { force: true });
  return null;
}

/** Whether `pid` is alive and, where it can be told, works in `cluster`. */
export function isServerOf(pid: number, cluster: string): boolean {
  if (process.platform === "linux") return workingDirectory(pid) === realpathSync(cluster);
  try {
    return process.kill(pid, 0);
  } catch {
    // ESRCH: nobody has this pid.
    return false;
  }
}

function readPostmaster(file: string): Postmaster | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return { pid: -1, port: null, startedAtMs: 0 };
  return { pid, port: port > 0 ? port : null, startedAtMs: Number(lines[2]) * 1000 || 0 };
}

function anyProcessIn(cluster: string): boolean {
  const real = realpathSync(cluster);
  return readdirSync("/proc").some((entry) => /^\d+$/.test(entry) && workingDirectory(Number(entry)) === real);
}

function workingDirectory(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`);
  } catch {
    // Gone, a zombie, or another user's.
    return null;
  }
}
