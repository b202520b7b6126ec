import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { EmbeddedServerError } from "./embedded-server-error.ts";

/** As whom PostgreSQL runs when we are root, since it refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** `null`: as ourselves. Root: the owner of the first directory that exists and is not root's, else `postgres`, else `nobody`. */
export function chooseServerUser(directories: readonly string[]): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const directory of directories) {
    const found = statSync(directory, { throwIfNoEntry: false });
    if (found !== undefined && found.uid !== 0) return { uid: found.uid, gid: found.gid };
  }
  const user = accountNamed("postgres") ?? accountNamed("nobody");
  if (user === null) {
    throw new EmbeddedServerError("PostgreSQL refuses to run as root, and this machine has no user postgres or nobody: start as another user, or give DATA_DIR to one.");
  }
  return user;
}

/** Throws `EmbeddedServerError` unless `user` may enter `directory` (every parent counts). */
export function requireEntry(directory: string, user: ServerUser | null): void {
  if (user === null) return;
  const run = spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", directory], { cwd: "/", ...user });
  if (run.status === 0) return;
  throw new EmbeddedServerError(
    `PostgreSQL cannot run as root, and the user it runs as (uid ${String(user.uid)}) may not enter ${directory}: make its parent directories executable for others, or set DATA_DIR to another directory.`,
  );
}

function accountNamed(name: string): ServerUser | null {
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [account, , uid, gid] = line.split(":");
    if (account === name && uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}
