import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedServer, startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { insertSource, type InsertedSource } from "../runner/insert-source.ts";
import { embeddedUrl, freshDataDir, removeDataDir, type StartedServer, startServer } from "../runner/started-server.ts";
import { expectAllProcessed, expectKeptLedger, withClient } from "./ledger.ts";
import { loadProvider, messageBody, post, startLoad, type SentAnswer, type Target } from "./load.ts";

const quiet = { info: () => undefined, warn: () => undefined };
const secret = "a-secret-of-the-fault-tests";
const senders = 16;

const cleanups: (() => Promise<unknown> | void)[] = [];
let dataDir: string;
let database: EmbeddedServer;
let server: StartedServer;
let source: InsertedSource;
let target: Target;

/** A server on a PostgreSQL of somebody else, which can go and come back without it. */
beforeEach(async () => {
  const ownDir = freshDataDir();
  dataDir = freshDataDir();
  cleanups.push(() => removeDataDir(ownDir), () => removeDataDir(dataDir));
  database = await startEmbeddedServer({ dataDir, log: quiet });
  cleanups.push(() => database.stop());
  const ring = generateKeyRingText();
  server = await startServer({ dataDir: ownDir, env: { DATABASE_URL: database.url, ENCRYPTION_KEYS: ring, NEXTAUTH_SECRET: "a-session-secret-for-fault-tests", LOG_LEVEL: "warn" } });
  cleanups.push(() => server.stop("SIGKILL"));
  source = await withClient(embeddedUrl(dataDir), (client) => insertSource(client, keyRing(ring), { ...loadProvider, secret }));
  target = { port: server.port, token: source.token, secret };
});

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Sends one new message after the other for a while, as fast as they are answered. */
async function answersDuring(durationMs: number): Promise<SentAnswer[]> {
  const answers: SentAnswer[] = [];
  for (const endMs = performance.now() + durationMs; performance.now() < endMs; ) {
    answers.push(...(await Promise.all(Array.from({ length: 4 }, () => post(target, messageBody(1_000_000 + answers.length))))));
  }
  return answers;
}

function expectPromptRefusals(answers: readonly SentAnswer[]): void {
  expect(answers.length).toBeGreaterThan(0);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  expect(answers.filter(({ retryAfter }) => retryAfter === null || !/^[1-9]\d*$/.test(retryAfter)), "a 503 says when to come again").toEqual([]);
  // The door's own limit is less; a single answer that this machine held up says nothing of it.
  const durationsMs = answers.map(({ durationMs }) => durationMs).toSorted((left, right) => left - right);
  expect(durationsMs[Math.floor(durationsMs.length / 2)], "a 503 comes within two seconds").toBeLessThan(2_000);
}

describe("a database that goes away under load", () => {
  it("killed: every message is refused within two seconds and taken again when it is back, without a restart", async () => {
    const load = startLoad(target, senders);
    await sleep(1_500);
    const { port } = database;
    process.kill(database.pid, "SIGKILL");
    await sleep(300);
    const refused = await answersDuring(2_000);
    expectPromptRefusals(refused);
    database = await startEmbeddedServer({ dataDir, log: quiet, port });
    await load.finish();
    expect(load.acknowledged.size, `every message is acknowledged in the end; the server wrote\n${server.output()}`).toBe(load.messages());
    await expectKeptLedger(load, embeddedUrl(dataDir), source.id, refused.length);
    await expectAllProcessed(embeddedUrl(dataDir), source.id);
  });

  it("stuck behind a lock: every message is refused within two seconds and taken again afterwards", async () => {
    const load = startLoad(target, senders);
    await sleep(500);
    const refused = await withClient(embeddedUrl(dataDir), async (client) => {
      await client.query("begin");
      await client.query("lock table event_identities in access exclusive mode");
      await sleep(300);
      const answers = await answersDuring(4_000);
      await client.query("rollback");
      return answers;
    });
    expectPromptRefusals(refused);
    await load.finish();
    expect(load.acknowledged.size).toBe(load.messages());
    await expectKeptLedger(load, embeddedUrl(dataDir), source.id, refused.length);
  });

  it("that cuts all connections again and again, costs retries and nothing else", async () => {
    const load = startLoad(target, senders);
    await withClient(embeddedUrl(dataDir), async (client) => {
      for (let round = 0; round < 10; round += 1) {
        await sleep(200);
        await client.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend' and application_name like 'countersign%'");
      }
    });
    await load.finish();
    expect(load.acknowledged.size).toBe(load.messages());
    await expectKeptLedger(load, embeddedUrl(dataDir), source.id);
    await expectAllProcessed(embeddedUrl(dataDir), source.id);
  });
});
