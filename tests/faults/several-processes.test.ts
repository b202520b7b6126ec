import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { publicId } from "#lib/platform/ids";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { insertSource } from "../runner/insert-source.ts";
import { embeddedUrl, freshDataDir, removeDataDir, type StartedServer, startServer } from "../runner/started-server.ts";
import { expectAllProcessed, expectFolded, expectKeptLedger, withClient } from "./ledger.ts";
import { loadProvider, messageBody, post, startLoad } from "./load.ts";

const secret = "a-secret-of-the-fault-tests";
const metricsToken = "a-token-of-the-fault-tests";
const adminKey = `cs_${"a".repeat(40)}`;
const ring = generateKeyRingText();
const cleanups: (() => unknown)[] = [];
const started: StartedServer[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop("SIGKILL")));
  for (const clean of cleanups.splice(0)) clean();
});

async function serverOfTwoDoors(): Promise<{ server: StartedServer; source: { id: string; token: string; keyId: string } }> {
  const dataDir = freshDataDir();
  cleanups.push(() => removeDataDir(dataDir));
  const server = await startServer({
    dataDir,
    env: { ENCRYPTION_KEYS: ring, WEB_PROCESSES: "2", LOG_LEVEL: "warn", METRICS_TOKEN: metricsToken, ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "a password of the tests", ADMIN_API_KEY: adminKey },
  });
  started.push(server);
  const source = await withClient(embeddedUrl(dataDir), (client) => insertSource(client, keyRing(ring), { ...loadProvider, secret }));
  return { server, source };
}

/** The processes that a server started beside itself, by their command line; PostgreSQL is none of them. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((child) => {
      try {
        return readFileSync(`/proc/${String(child)}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(pid) && readFileSync(`/proc/${String(child)}/cmdline`, "utf8").includes("child-main");
      } catch {
        return false;
      }
    });
}

async function statesOf(server: StartedServer): Promise<readonly string[]> {
  const answer = await fetch(`${server.url}/api/health/ready`);
  const { processes } = (await answer.json()) as { processes: readonly { name: string; state: string }[] };
  return processes.map(({ name, state }) => `${name} ${state}`);
}

const allRunning = ["main running", "door-1 running", "door-2 running", "pages running"];
async function untilServing(server: StartedServer): Promise<void> {
  await expect.poll(() => statesOf(server).catch(() => []), { timeout: 60_000, interval: 200 }).toEqual(allRunning);
}

it("several processes on one port: each of them killed under load is replaced, and nothing that was acknowledged is lost or stored twice", async () => {
  const { server, source } = await serverOfTwoDoors();
  await untilServing(server);
  const before = childrenOf(server.pid);
  expect(before).toHaveLength(3);
  const load = startLoad({ port: server.port, token: source.token, secret }, 16);
  for (const pid of before) {
    await sleep(700);
    process.kill(pid, "SIGKILL");
  }
  await untilServing(server);
  expect(childrenOf(server.pid).filter((pid) => before.includes(pid))).toEqual([]);
  expect(server.output().match(/ended by itself; another one is started/g)?.length, server.output()).toBe(3);
  await load.finish();
  expect(load.acknowledged.size).toBe(load.messages());
  const metrics = await (await fetch(`${server.url}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text();
  for (const name of ["main", "door-1", "door-2", "pages"]) expect(metrics).toContain(`process_resident_memory_bytes{process="${name}"}`);
  await expectAllProcessed(embeddedUrl(server.dataDir), source.id);
  await expectKeptLedger(load, embeddedUrl(server.dataDir), source.id);
  await expectFolded(embeddedUrl(server.dataDir), source.id);
  const children = childrenOf(server.pid);
  expect(await server.stop("SIGTERM"), server.output()).toBe(0);
  expect(childrenOf(server.pid)).toEqual([]);
  for (const pid of children) expect(() => process.kill(pid, 0), "they end with it").toThrow("ESRCH");
});

it("several processes on one port: what is changed through one of them counts in all of them", async () => {
  const { server, source } = await serverOfTwoDoors();
  const target = { port: server.port, token: source.token, secret };
  // Connections are dealt out in turns: two of them are at two doors.
  const agents = [1, 2].map(() => new http.Agent({ keepAlive: true, maxSockets: 1 }));
  cleanups.push(() => { for (const agent of agents) agent.destroy(); });
  let number = 0;
  const statuses = async (): Promise<readonly number[]> => {
    number += 1;
    return Promise.all(agents.map(async (agent, index) => (await post(target, messageBody(number * 10 + index), agent)).status));
  };
  const change = async (method: string, path: string, body?: object): Promise<void> => {
    const answer = await fetch(`${server.url}/api/v1/sources/${publicId("source", source.id)}${path}`, { method, headers: { authorization: `Bearer ${adminKey}`, "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    expect(answer.ok, await answer.text()).toBe(true);
  };
  expect(await statuses()).toEqual([200, 200]);
  const metrics = await (await fetch(`${server.url}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text();
  for (const door of ["door-1", "door-2"]) expect(metrics).toMatch(new RegExp(`countersign_requests_total\\{[^}]*process="${door}"[^}]*\\} 1\\b`));

  const added = "another-secret-of-the-fault-tests";
  await change("POST", "/keys", { secret: added, label: "second" });
  for (const [index, agent] of agents.entries()) expect((await post({ ...target, secret: added }, messageBody(1_000 + index), agent)).status, "a new key counts at once").toBe(200);
  await change("DELETE", `/keys/${publicId("key", source.keyId)}?force=true`);
  await expect.poll(statuses, { timeout: 10_000, interval: 20 }).toEqual([401, 401]);
  await change("PATCH", "", { status: "archived" });
  await expect.poll(statuses, { timeout: 10_000, interval: 20 }).toEqual([404, 404]);
});
