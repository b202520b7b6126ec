import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { classifyStartFailure, EmbeddedServerError } from "./embedded-server-error.ts";
import type { ServerUser } from "./server-user.ts";

const passwordFile = "countersign.password";
/** The superuser of the cluster: starts, takes over and stops it. The application signs in as a lesser role. */
export const superuser = "postgres";

/**
 * Makes the cluster unless it is there. It is built beside and renamed at the end, so that starts which collide
 * cannot mix, and one that was killed leaves nothing half made.
 */
export function makeCluster(input: { dataDir: string; cluster: string; initdb: string; user: ServerUser | null; syncs: boolean }): void {
  removeAbandoned(input.dataDir);
  if (existsSync(input.cluster)) return;
  const half = path.join(input.dataDir, `pg.init-${String(process.pid)}`);
  const passwords = `${half}.password`;
  try {
    const password = randomBytes(24).toString("base64url");
    writePrivate(passwords, password, input.user);
    mkdirSync(half, { mode: 0o700 });
    if (input.user !== null) chownSync(half, input.user.uid, input.user.gid);
    runInitdb(input, half, passwords);
    writePrivate(path.join(half, passwordFile), password, input.user);
    renameSync(half, input.cluster);
  } catch (error) {
    // Another start was faster: its cluster is as good as ours.
    if (!(error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST"))) throw error;
  } finally {
    rmSync(half, { recursive: true, force: true });
    rmSync(passwords, { force: true });
  }
}

/** The password of the cluster's roles. */
export function clusterPassword(cluster: string): string {
  return readFileSync(path.join(cluster, passwordFile), "utf8").trim();
}

function runInitdb(input: { dataDir: string; initdb: string; user: ServerUser | null; syncs: boolean }, half: string, passwords: string): void {
  const run = spawnSync(
    input.initdb,
    ["-D", half, "-U", superuser, "-A", "scram-sha-256", `--pwfile=${passwords}`, "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions", ...(input.syncs ? [] : ["--no-sync"])],
    { cwd: "/", encoding: "utf8", ...input.user },
  );
  if (run.error !== undefined) throw run.error;
  if (run.status === 0) return;
  const failure = classifyStartFailure(run.stderr, { dataDir: input.dataDir, logFile: "initdb" });
  throw new EmbeddedServerError(failure.kind === "fatal" ? failure.sentence : `The embedded PostgreSQL could not be initialised in ${input.dataDir}: ${run.stderr.trim()}`);
}

function writePrivate(file: string, text: string, user: ServerUser | null): void {
  writeFileSync(file, text, { mode: 0o600, flag: "w" });
  chmodSync(file, 0o600);
  if (user !== null) chownSync(file, user.uid, user.gid);
}

function removeAbandoned(dataDir: string): void {
  for (const entry of readdirSync(dataDir)) {
    const pid = /^pg\.init-(\d+)/.exec(entry)?.[1];
    if (pid !== undefined && Number(pid) !== process.pid && !isAlive(Number(pid))) rmSync(path.join(dataDir, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
