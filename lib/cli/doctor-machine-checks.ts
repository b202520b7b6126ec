import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import { EnvironmentError, readEnv, type Env } from "#lib/platform/env";
import { ok, skipped, warning, wrong, type CheckResult } from "./doctor-check.ts";

const leastNodeMajor = 24;
const mib = 1024 * 1024;
const wrongBelowBytes = 200 * mib;
const warnBelowBytes = 2048 * mib;

export function checkNode(version: string): CheckResult {
  const major = Number(version.split(".")[0]);
  if (major >= leastNodeMajor) return ok("node", `Node ${version}`);
  return wrong("node", `Node ${version}, but ${String(leastNodeMajor)} or newer is needed`, "Start through npm (npm start, npm run cli), which brings its own Node.");
}

/** The environment, or what is wrong with it. */
export function checkEnvironment(): { readonly result: CheckResult; readonly env: Env | null } {
  try {
    const env = readEnv();
    return { env, result: ok("environment", env.databaseUrl === null ? "every variable is usable; the database is the embedded one" : "every variable is usable; the database is that of DATABASE_URL") };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { env: null, result: wrong("environment", error.message, "Correct this variable; the checks that need the environment are left out until then.") };
  }
}

export function checkDataDir(env: Env): readonly CheckResult[] {
  const place = path.resolve(env.dataDir);
  if (!existsSync(place)) {
    const isNeeded = env.databaseUrl === null;
    return [skipped("data directory", isNeeded ? `${place} is not there yet; the first start makes it` : "not used with DATABASE_URL")];
  }
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [wrong("data directory", `${place} may not be read and written by this user`, "Change its owner, or set DATA_DIR to another directory.")];
  }
  return [ok("data directory", place), ...["encryption-keys", "session-secret"].flatMap((name) => checkSecretFile(path.join(place, name))), checkDisk(place)];
}

function checkSecretFile(file: string): readonly CheckResult[] {
  if (!existsSync(file)) return [];
  const readableByOthers = (statSync(file).mode & 0o077) !== 0;
  const check = `secret file ${path.basename(file)}`;
  return [readableByOthers ? wrong(check, "other users of this machine may read it", `chmod 600 ${file}`) : ok(check, "only its owner may read it")];
}

function checkDisk(place: string): CheckResult {
  const disk = statfsSync(place);
  const freeBytes = disk.bavail * disk.bsize;
  const finding = `${String(Math.floor(freeBytes / mib))} MiB free`;
  if (freeBytes < wrongBelowBytes) return wrong("disk space", finding, "Free some space, or move DATA_DIR to a larger disk: a full disk refuses every webhook.");
  if (freeBytes < warnBelowBytes) return warning("disk space", finding, "Plan for more: a million messages take about 3 GB.");
  return ok("disk space", finding);
}
