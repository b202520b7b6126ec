import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { insertSource } from "../runner/insert-source.ts";
import { embeddedUrl, freshDataDir, postgresPid, removeDataDir, type StartedServer, startServer } from "../runner/started-server.ts";
import { expectAllProcessed, expectFolded, expectKeptLedger, withClient } from "./ledger.ts";
import { loadProvider, startLoad } from "./load.ts";

const senders = 16;
const secret = "a-secret-of-the-fault-tests";
const loadMs = 2_000;
const folders: string[] = [];
const servers: StartedServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop("SIGKILL")));
  for (const folder of folders.splice(0)) removeDataDir(folder);
});

/** A server on its own data with one source, and a way to start it again on the same data and port. */
async function serverWithSource(): Promise<{ server: StartedServer; source: { id: string; token: string }; again: () => Promise<StartedServer> }> {
  const dataDir = freshDataDir();
  folders.push(dataDir);
  const ring = generateKeyRingText();
  const start = async (port: number): Promise<StartedServer> => {
    const server = await startServer({ dataDir, env: { ENCRYPTION_KEYS: ring, PORT: String(port), LOG_LEVEL: "warn" } });
    servers.push(server);
    return server;
  };
  const server = await start(0);
  const source = await withClient(embeddedUrl(dataDir), (client) => insertSource(client, keyRing(ring), { ...loadProvider, secret }));
  return { server, source, again: () => start(server.port) };
}

describe("a process that ends under load", () => {
  it("killed with -9, loses nothing that it acknowledged and stores nothing twice", async () => {
    const { server, source, again } = await serverWithSource();
    const load = startLoad({ port: server.port, token: source.token, secret }, senders);
    await sleep(loadMs);
    await server.stop("SIGKILL");
    const restarted = await again();
    await sleep(loadMs / 2);
    await restarted.stop("SIGKILL");
    await again();
    await load.finish();
    expect(load.acknowledged.size, "every message is acknowledged in the end").toBe(load.messages());
    expect(load.messages()).toBeGreaterThan(senders);
    await expectKeptLedger(load, embeddedUrl(server.dataDir), source.id);
    await expectAllProcessed(embeddedUrl(server.dataDir), source.id);
    await expectFolded(embeddedUrl(server.dataDir), source.id);
  });

  it("whose PostgreSQL is killed with -9, ends too, and its next start has all that was acknowledged", async () => {
    const { server, source, again } = await serverWithSource();
    const load = startLoad({ port: server.port, token: source.token, secret }, senders);
    await sleep(loadMs);
    process.kill(postgresPid(server.dataDir) ?? 0, "SIGKILL");
    expect(await server.stop("SIGCONT"), "it ends by itself, with a failure, for its supervisor to see").toBe(1);
    await again();
    await load.finish();
    expect(load.acknowledged.size).toBe(load.messages());
    await expectKeptLedger(load, embeddedUrl(server.dataDir), source.id);
    await expectAllProcessed(embeddedUrl(server.dataDir), source.id);
    await expectFolded(embeddedUrl(server.dataDir), source.id);
  });

  it("told to stop, answers what it took in and is gone within 10 s", async () => {
    const { server, source, again } = await serverWithSource();
    const load = startLoad({ port: server.port, token: source.token, secret }, senders);
    await sleep(loadMs);
    const startedAtMs = performance.now();
    expect(await server.stop("SIGTERM"), `its output was\n${server.output()}`).toBe(0);
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
    expect(postgresPid(server.dataDir), "its PostgreSQL stopped with it").toBeNull();
    await again();
    await load.finish();
    await expectKeptLedger(load, embeddedUrl(server.dataDir), source.id);
    await expectAllProcessed(embeddedUrl(server.dataDir), source.id);
    await expectFolded(embeddedUrl(server.dataDir), source.id);
  });
});
