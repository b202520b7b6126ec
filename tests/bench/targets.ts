import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Pool } from "pg";
import { z } from "zod";
import { generateKeyRingText } from "#lib/platform/seal";
import { isBuildStale } from "#lib/server/build-pages";
import { makeBodiesTable, requestIds, savedIds } from "./bare-server.sql.ts";
import type { BenchDatabase } from "./bench-database.ts";
import { projectDir, startNode, type Child } from "./child.ts";

/** A server under test with a fresh database of its own. */
export interface RunningTarget {
  readonly url: string;
  /** What sessions of the product are signed with; `null`: it is another one. */
  readonly sessionSecret: string | null;
  readonly pid: number;
  readonly postgresPid: number;
  readonly pool: Pool;
  /** The ids of every message that it stored. */
  readonly storedIds: () => Promise<readonly string[]>;
  /** True where events follow from requests. */
  readonly isProduct: boolean;
  readonly stop: () => Promise<void>;
}

export interface Target {
  readonly id: string;
  readonly name: string;
  readonly start: (database: BenchDatabase, secret: string) => Promise<RunningTarget>;
}

const startLimitMs = 60_000;
const plainNextDir = path.join(projectDir, "tests/bench/plain-next");
const nextCommand = createRequire(import.meta.url).resolve("next/dist/bin/next");

export const targets = {
  fastDoor: { id: "fastDoor", name: "Countersign, fast door", start: (database, secret) => startProduct(database, secret, []) },
  fastDoorAlone: { id: "fastDoorAlone", name: "Countersign, fast door, worker elsewhere", start: (database, secret) => startProduct(database, secret, ["--no-worker"]) },
  nextRoute: { id: "nextRoute", name: "Countersign, Next route", start: (database, secret) => startProduct(database, secret, ["--no-fast-door"]) },
  plainNext: { id: "plainNext", name: "plain Next route, one Prisma row", start: startPlainNext },
  bareNode: { id: "bareNode", name: "bare Node, bytes only, same batching", start: startBareNode },
} as const satisfies Record<string, Target>;

/** Builds what the targets need, so that no measurement waits for it. */
export async function buildTargets(withPlainNext: boolean): Promise<void> {
  if (isBuildStale()) await startNode(["lib/server/build.ts"], {}).output();
  if (!withPlainNext) return;
  await startNode([nextCommand, "build"], { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", DATABASE_URL: "" }, plainNextDir).output();
  // Next writes it for editors; nobody edits there.
  rmSync(path.join(plainNextDir, "next-env.d.ts"), { force: true });
}

export async function startProduct(database: BenchDatabase, secret: string, flags: readonly string[]): Promise<RunningTarget> {
  const { url: databaseUrl, pool, drop } = await database.create();
  const sessionSecret = randomBytes(32).toString("base64url");
  const env = {
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: sessionSecret,
    ENCRYPTION_KEYS: generateKeyRingText(),
    HOST: "127.0.0.1",
    PORT: "0",
    PUBLIC_URL: "",
    LOG_LEVEL: "warn",
    BENCH_KEY: secret,
  };
  const server = startNode(["lib/server/main.ts", ...flags], env);
  try {
    const origin = (await server.line(/running at (http:\S+)/, startLimitMs))[1] ?? "";
    const made = await startNode(["lib/cli/main.ts", "create-source", "--provider", "gateway", "--name", "bench", "--key-env", "BENCH_KEY", "--json"], env).output();
    const { token } = z.object({ token: z.string() }).parse(JSON.parse(made));
    return { ...running(server, pool, database.pid, drop), url: `${origin}/api/webhooks/${token}`, isProduct: true, sessionSecret, storedIds: () => requestIds(pool) };
  } catch (error) {
    await server.stop();
    await drop();
    throw error;
  }
}

async function startPlainNext(database: BenchDatabase): Promise<RunningTarget> {
  const { url: databaseUrl, pool, drop } = await database.create();
  const server = startNode([nextCommand, "start", "--hostname", "127.0.0.1", "--port", "0"], { DATABASE_URL: databaseUrl, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }, plainNextDir);
  const origin = (await server.line(/(http:\/\/127\.0\.0\.1:\d+)[\s\S]*Ready/, startLimitMs))[1] ?? "";
  return { ...running(server, pool, database.pid, drop), url: `${origin}/api/save`, isProduct: false, sessionSecret: null, storedIds: () => requestIds(pool) };
}

async function startBareNode(database: BenchDatabase): Promise<RunningTarget> {
  const { url: databaseUrl, pool, drop } = await database.create();
  await makeBodiesTable(pool);
  const server = startNode(["tests/bench/bare-server.ts", databaseUrl], {});
  const url = (await server.line(/listening on (http:\S+)/, startLimitMs))[1] ?? "";
  return { ...running(server, pool, database.pid, drop), url, isProduct: false, sessionSecret: null, storedIds: () => savedIds(pool) };
}

function running(server: Child, pool: Pool, postgresPid: number, drop: () => Promise<void>): Pick<RunningTarget, "pid" | "postgresPid" | "pool" | "stop"> {
  return {
    pid: server.pid,
    postgresPid,
    pool,
    stop: async () => {
      await server.stop();
      await drop();
    },
  };
}
