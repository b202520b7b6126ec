import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { EmbeddedServerError } from "#lib/platform/database/embedded-server-error";
import { type EmbeddedServer, startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { temporaryFolder } from "#tests/support/temporary-folder";

const report = z.union([z.object({ pid: z.number(), url: z.string() }), z.object({ error: z.string() })]);
const silent = { info: () => undefined, warn: () => undefined };
let folder: ReturnType<typeof temporaryFolder>;
let dataDir: string;
let template: ReturnType<typeof temporaryFolder>;
const servers: EmbeddedServer[] = [];
const holders: ChildProcess[] = [];

beforeAll(async () => {
  template = temporaryFolder();
  await (await startEmbeddedServer({ dataDir: template.path, log: silent, settings: { fsync: "off" } })).stop();
});
afterAll(() => template.remove());
beforeEach(() => {
  folder = temporaryFolder();
  dataDir = path.join(folder.path, "data");
});
afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill("SIGKILL");
  for (const server of servers.splice(0)) await server.stop();
  // A holder's orphan, if the test left one: taking over and stopping is the way to end it.
  if (existsSync(path.join(dataDir, "postgres", "postmaster.pid"))) await (await startEmbeddedServer({ dataDir, log: silent })).stop();
  folder.remove();
});

/** Initialising takes most of a start: tests that are not about it begin with a copy. */
function withCluster(): void {
  const copied = spawnSync("cp", ["-a", template.path, dataDir]);
  if (copied.status !== 0) throw new Error(copied.stderr.toString());
}

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ dataDir, log: silent, settings: { fsync: "off" } });
  servers.push(server);
  return server;
}

/** Another process that starts the server and keeps it. */
async function hold(): Promise<{ child: ChildProcess; said: z.infer<typeof report> }> {
  const child = spawn(process.execPath, [path.resolve("tests/support/hold-server.ts"), dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  holders.push(child);
  if (child.stdout === null) throw new Error("no output");
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(child.stdout), "line"));
  return { child, said: report.parse(JSON.parse(line)) };
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

describe("a start", () => {
  it("makes the database, and finds its rows again after a stop", async () => {
    const first = await start();
    await ask(first.url, "create table kept (what text)");
    await ask(first.url, "insert into kept values ('bytes')");
    await first.stop();
    await first.stop();
    expect(await ask((await start()).url, "select what from kept")).toEqual([{ what: "bytes" }]);
  });

  it("gives the application a role that is no superuser, and writes no statement into the log", async () => {
    withCluster();
    const { url } = await start();
    expect(await ask(url, "select rolsuper as superuser from pg_roles where rolname = current_user")).toEqual([{ superuser: false }]);
    await expect(ask(url, "select 'canary-4111' ::int")).rejects.toThrow("canary-4111");
    await expect(ask(url, "copy (select 1) to program 'true'")).rejects.toMatchObject({ code: "42501" });
    const lines = readFileSync(path.join(dataDir, "postgres.log"), "utf8").split("\n");
    expect(lines.filter((line) => line.includes("STATEMENT"))).toEqual([]);
    expect(statSync(path.join(dataDir, "postgres.log")).mode & 0o077).toBe(0);
  });

  it("leaves nothing of an initialisation that was killed in the way", async () => {
    mkdirSync(path.join(dataDir, "pg.init-999999999"), { recursive: true });
    chmodSync(dataDir, 0o711);
    await start();
    expect(readdirSync(dataDir).toSorted()).toEqual(["postgres", "postgres.log"]);
  });
});

describe("who owns the server", () => {
  it("refuses a second start while the first process lives, in one sentence", async () => {
    withCluster();
    const { said } = await hold();
    expect(said).toHaveProperty("pid");
    await expect(start()).rejects.toThrow(/^Another process already runs on .*: stop it first, or set DATA_DIR to another directory\.$/);
    await expect(start()).rejects.toBeInstanceOf(EmbeddedServerError);
  });

  it("replaces the orphan of a process that was killed, with everything that was committed", async () => {
    withCluster();
    const { child, said } = await hold();
    if (!("url" in said)) throw new Error(said.error);
    await ask(said.url, "create table kept as select 7 as n");
    await killed(child);
    const server = await start();
    expect(server.pid).not.toBe(said.pid);
    expect(await ask(server.url, "select n from kept")).toEqual([{ n: 7 }]);
    await expect(ask(said.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("lets exactly one of four processes that start at once have a fresh directory", async () => {
    const all = await Promise.all([hold(), hold(), hold(), hold()]);
    const winners = all.filter(({ said }) => "pid" in said);
    const losers = all.flatMap(({ said }) => ("error" in said ? [said.error] : []));
    expect(winners).toHaveLength(1);
    expect(losers.filter((sentence) => !sentence.startsWith("Another process already runs on"))).toEqual([]);
  });

  it("gets its lock back when an operator ends its session", async () => {
    withCluster();
    const server = await start();
    const password = readFileSync(path.join(dataDir, "postgres", "countersign.password"), "utf8");
    const superuser = `postgresql://postgres:${password}@127.0.0.1:${String(server.port)}/postgres`;
    await ask(superuser, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign owner'");
    await expect.poll(() => ask(superuser, "select count(*)::int as n from pg_locks where locktype = 'advisory' and granted"), { timeout: 5000 }).toEqual([{ n: 1 }]);
    expect(await ask(server.url, "select 1 as alive")).toEqual([{ alive: 1 }]);
  });
});

describe("what a crash leaves", () => {
  it("starts over a postmaster.pid that names a process which is not ours", async () => {
    withCluster();
    writeFileSync(path.join(dataDir, "postgres", "postmaster.pid"), `${String(process.pid)}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n`);
    expect(await ask((await start()).url, "select 1 as alive")).toEqual([{ alive: 1 }]);
  });

  it("starts over a postmaster.pid that is cut off", async () => {
    withCluster();
    writeFileSync(path.join(dataDir, "postgres", "postmaster.pid"), "");
    expect(await ask((await start()).url, "select 1 as alive")).toEqual([{ alive: 1 }]);
  });

  it("tells its owner when the server ends by itself", async () => {
    withCluster();
    const server = await start();
    const reason = new Promise<string>((resolve) => server.onExit(resolve));
    process.kill(server.pid, "SIGKILL");
    expect(await reason).toMatch(/^The embedded PostgreSQL ended by itself/);
    expect(await ask((await start()).url, "select 1 as alive")).toEqual([{ alive: 1 }]);
  });
});

describe("a place that cannot be used is refused in one sentence", () => {
  it("when a file is in the way", async () => {
    writeFileSync(dataDir, "");
    await expect(start()).rejects.toThrow(`The data directory ${dataDir} is a file: set DATA_DIR to a directory.`);
    dataDir = path.join(dataDir, "below");
    await expect(start()).rejects.toThrow(/cannot be used, because a part of its path is a file/);
  });

  it("when it may not be written", async () => {
    dataDir = "/sys/countersign";
    await expect(start()).rejects.toThrow("The data directory /sys/countersign cannot be used, because");
  });

  it.runIf(process.getuid?.() === 0)("when the user that PostgreSQL runs as may not enter it", async () => {
    chmodSync(folder.path, 0o700);
    await expect(start()).rejects.toThrow(/may not enter/);
  });

  it("when a port that was asked for is taken", async () => {
    withCluster();
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const address = blocker.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    try {
      await expect(startEmbeddedServer({ dataDir, log: silent, port: address.port })).rejects.toThrow(`Port ${String(address.port)} of 127.0.0.1 is taken`);
    } finally {
      blocker.close();
    }
  });
});
