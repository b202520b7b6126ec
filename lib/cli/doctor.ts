import { existsSync } from "node:fs";
import path from "node:path";
import type { Pool } from "pg";
import { systemClock } from "#lib/platform/clock";
import { startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { EmbeddedServerError } from "#lib/platform/database/embedded-server-error";
import { createPool } from "#lib/platform/database/pool";
import { runningServerUrl } from "#lib/platform/database/running-server";
import { type Env, mailSettings } from "#lib/platform/env";
import { setLogLevel } from "#lib/platform/log";
import { keyRing, type KeyRing } from "#lib/platform/seal";
import { installationSecrets } from "#lib/platform/installation-secrets";
import type { CliCommand, CliOutcome } from "./cli-command.ts";
import { skipped, wrong, type CheckResult } from "./doctor-check.ts";
import { checkDatabase } from "./doctor-database-checks.ts";
import { checkDataDir, checkEnvironment, checkNode } from "./doctor-machine-checks.ts";
import { checkPort, checkPrivateTargets } from "./doctor-network-checks.ts";
import { checkMailServer, checkSingleSignOn } from "./doctor-partner-checks.ts";
import { checkPublicAddress } from "./doctor-public-url-check.ts";

export const doctor: CliCommand = {
  name: "doctor",
  summary: "say what is wrong with this installation, and what to do about it",
  positionals: [],
  options: {},
  notes: ["Changes nothing, sends no mail. Exit code 0: nothing is wrong (there may be warnings)."],
  run,
};

const signs: Readonly<Record<CheckResult["state"], string>> = { ok: "ok     ", warning: "warning", wrong: "WRONG  ", skipped: "-      " };

async function run(): Promise<CliOutcome> {
  setLogLevel("silent");
  const { env, result } = checkEnvironment();
  const checks = [checkNode(process.versions.node), result, ...(env === null ? [] : await checkInstallation(env))];
  const count = (state: CheckResult["state"]): number => checks.filter((check) => check.state === state).length;
  const wrongs = count("wrong");
  return {
    exitCode: wrongs === 0 ? 0 : 1,
    lines: [...checks.flatMap(linesOf), wrongs === 0 ? `Nothing is wrong${count("warning") > 0 ? `; ${String(count("warning"))} to look at` : ""}.` : `${String(wrongs)} wrong.`],
    json: { ok: wrongs === 0, checks },
  };
}

function linesOf({ check, state, finding, todo }: CheckResult): string[] {
  return [`${signs[state]}  ${check}: ${finding}`, ...(todo === null ? [] : [`         → ${todo}`])];
}

async function checkInstallation(env: Env): Promise<readonly CheckResult[]> {
  const port = await checkPort(env);
  const machine = checkDataDir(env);
  const network = [port.result, checkPrivateTargets(env.allowPrivateTargets), ...(await Promise.all([checkMailServer(mailSettings(env)), checkSingleSignOn(env.oidc)]))];
  const ring = readRing(env);
  const facts = { ring, nowMs: systemClock.now(), isRunning: port.isRunning };
  return [...machine, ...network, ...(await onDatabase(env, (pool) => checkStored(pool, env, facts)))];
}

async function checkStored(pool: Pool, env: Env, facts: { readonly ring: KeyRing | null; readonly nowMs: number; readonly isRunning: boolean }): Promise<readonly CheckResult[]> {
  const checks = await checkDatabase(pool, facts);
  const isReady = checks.every(({ check, state }) => check !== "migrations" || state !== "wrong");
  return isReady ? [...checks, await checkPublicAddress(pool, { publicUrl: env.publicUrl, allowPrivateTargets: env.allowPrivateTargets, ...facts })] : checks;
}

/** Reads what is there; makes no new secrets. */
function readRing(env: Env): KeyRing | null {
  if (env.encryptionKeys !== null) return keyRing(env.encryptionKeys);
  const file = path.join(path.resolve(env.dataDir), "encryption-keys");
  try {
    return existsSync(file) ? installationSecrets(env).ring : null;
  } catch {
    // Not readable, or not keys: the check of the keys says that they could not be read.
    return null;
  }
}

async function onDatabase(env: Env, check: (pool: Pool) => Promise<readonly CheckResult[]>): Promise<readonly CheckResult[]> {
  if (env.databaseUrl !== null) return withPool(env.databaseUrl, check);
  try {
    const running = runningServerUrl(env.dataDir);
    if (running !== null) return await withPool(running, check);
    if (!existsSync(path.join(path.resolve(env.dataDir), "postgres"))) return [skipped("database", "not made yet; the first start makes it")];
    const server = await startEmbeddedServer({ dataDir: env.dataDir, log: { info: () => undefined, warn: () => undefined } });
    try {
      return await withPool(server.url, check);
    } finally {
      await server.stop();
    }
  } catch (error) {
    if (error instanceof EmbeddedServerError) return [wrong("database", error.message, "Do as it says, then ask the doctor again.")];
    throw error;
  }
}

async function withPool(url: string, check: (pool: Pool) => Promise<readonly CheckResult[]>): Promise<readonly CheckResult[]> {
  const pool = createPool({ url, name: "doctor", max: 1, connectTimeoutMs: 5_000, statementTimeoutMs: 10_000, queryTimeoutMs: 11_000 });
  try {
    return await check(pool);
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    return [wrong("database", `${new URL(url).host} gives an error: ${reason}`, "Check that it runs, that DATABASE_URL names it, and that its user may read every table.")];
  } finally {
    await pool.end();
  }
}
