import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedServer, startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { newId } from "#lib/platform/ids";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { type Child, startNode } from "#tests/bench/child";
import { postValidation } from "#tests/support/post-validation";
import { tcpTarget } from "#tests/support/outbound-target";
import { praxisSecret, praxisSettings, signValidation, validationBody, verifiedAnswer } from "#tests/support/validating";
import { insertSource, type InsertedSource } from "../runner/insert-source.ts";
import { embeddedUrl, freshDataDir, removeDataDir } from "../runner/started-server.ts";
import { withClient } from "./ledger.ts";

const quiet = { info: () => undefined, warn: () => undefined };
const deadlineMs = 2_500;
const fallback = { action: "decline", status: 7, description: "Please try again later" };
const velocityRule = { name: "velocity", when: { velocity: { measure: "count", per: "card", withinSeconds: 600 }, op: "gt", value: 1_000 }, then: { action: "decline", status: 1, description: "Too often" } };

const cleanups: (() => Promise<unknown> | void)[] = [];
let dataDir: string;
let database: EmbeddedServer;
let source: InsertedSource;
let ring: string;

beforeEach(async () => {
  dataDir = freshDataDir();
  cleanups.push(() => removeDataDir(dataDir));
  database = await startEmbeddedServer({ dataDir, log: quiet });
  cleanups.push(() => database.stop());
  await migrateAll(database.url);
  ring = generateKeyRingText();
  source = await withClient(embeddedUrl(dataDir), (client) => insertSource(client, keyRing(ring), { provider: "praxis", settings: praxisSettings, secret: praxisSecret }));
});

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function startDoor(blockMs = 0): Promise<number> {
  const child: Child = startNode(["tests/runner/validation-door.ts", String(blockMs)], { DATABASE_URL: database.url, ENCRYPTION_KEYS: ring, NEXTAUTH_SECRET: "a-session-secret-for-fault-tests-1", ALLOW_PRIVATE_TARGETS: "127.0.0.0/8", LOG_LEVEL: "silent" });
  cleanups.push(() => child.stop());
  return Number((await child.line(/listening on (\d+)/, 60_000))[1]);
}

async function activate(rules: readonly unknown[]): Promise<void> {
  await withClient(embeddedUrl(dataDir), async (client) => {
    await client.query(`insert into rule_sets (id, source_id, version, state, rules, "default", fallback, deadline_ms, created_by) values ($1, $2, 1, 'active', $3, '{"action":"approve"}', $4, $5, 'test')`, [newId(), source.id, JSON.stringify(rules), JSON.stringify(fallback), deadlineMs]);
    await client.query("select pg_notify('countersign_validations', '')");
  });
}

interface Said {
  readonly status: number;
  readonly ms: number;
}

/** Sends one signed attempt, and says how long its verified answer took from the first byte on. */
async function ask(port: number, body = validationBody()): Promise<Said> {
  const startMs = performance.now();
  const answer = await postValidation({ port, token: source.token, body, headers: signValidation(body) });
  return { ms: performance.now() - startMs, status: verifiedAnswer(answer).status };
}

const askMany = async (port: number, rounds: number, atOnce = 5): Promise<Said[]> => {
  const said: Said[] = [];
  for (let round = 0; round < rounds; round += 1) said.push(...(await Promise.all(Array.from({ length: atOnce }, () => ask(port)))));
  return said;
};

/** Every one was answered and verified; of those that this machine held up itself there may be one in twenty. */
function expectInTime(said: readonly Said[]): void {
  const late = said.filter(({ ms }) => ms >= deadlineMs).map(({ ms }) => Math.round(ms));
  expect(late.length, `answers after their deadline, in ms: ${late.join(", ")}`).toBeLessThanOrEqual(Math.ceil(said.length / 20));
}

const statuses = (said: readonly Said[]): readonly number[] => [...new Set(said.map(({ status }) => status))].toSorted((one, other) => one - other);

describe("validations are answered signed and before their deadline", () => {
  it("when the database is killed: by the rules where they need nothing of it, else by the fallback", async () => {
    await activate([{ name: "blocked", when: { field: "country", op: "eq", value: "KP" }, then: { action: "decline", status: 3, description: "Not there" } }, velocityRule]);
    const port = await startDoor();
    expect(statuses(await askMany(port, 1))).toEqual([0]);
    process.kill(database.pid, "SIGKILL");
    // Its other processes outlive it by a moment, and decide on.
    const first: Said[] = [];
    for (const endMs = Date.now() + 20_000; Date.now() < endMs && first.at(-1)?.status !== fallback.status; ) first.push(await ask(port));
    const said = await askMany(port, 6);
    expectInTime([...first, ...said]);
    expect(statuses(said)).toEqual([fallback.status]);
    const byRule = await ask(port, validationBody({ country: "KP" }));
    expectInTime([byRule, byRule]);
    expect(byRule.status).toBe(3);
  });

  it("when the database hangs, and once it goes on what is recorded is what was said", async () => {
    await activate([velocityRule]);
    const port = await startDoor();
    expect(statuses(await askMany(port, 1))).toEqual([0]);
    await withClient(embeddedUrl(dataDir), async (client) => {
      await client.query("begin");
      await client.query("lock table validations in access exclusive mode");
      const said = await askMany(port, 4);
      expectInTime(said);
      expect(statuses(said)).toEqual([fallback.status]);
      await client.query("rollback");
      for (const endMs = Date.now() + 20_000; Date.now() < endMs && (await ask(port)).status !== 0; await sleep(100));
      expect((await ask(port)).status).toBe(0);
      const { rows } = await client.query<{ n: number }>("select count(*)::int as n from validations where counted and fallback_used");
      expect(rows[0]?.n).toBe(0);
    });
  });

  it("when the merchant's URL hangs or its name cannot be looked up", async () => {
    const hanging = await tcpTarget(() => undefined);
    await activate([
      { name: "hangs", when: { field: "amount", op: "eq", value: 100 }, then: { action: "handOver", url: `http://127.0.0.1:${String(hanging.port)}/ask` } },
      { name: "nowhere", when: { field: "amount", op: "eq", value: 200 }, then: { action: "handOver", url: "http://no-such-name.invalid/ask" } },
    ]);
    const port = await startDoor();
    const said = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(port, validationBody({ amount: index % 2 === 0 ? 100 : 200 }))));
    expectInTime(said);
    expect(statuses(said)).toEqual([fallback.status]);
    await withClient(embeddedUrl(dataDir), async (client) => {
      const outcomes = async (): Promise<readonly string[]> => (await client.query<{ said: string }>("select distinct rule || ' ' || coalesce(hand_over_outcome, 'open') || ' ' || fallback_used || ' ' || counted as said from validations order by 1")).rows.map(({ said: one }) => one);
      for (const endMs = Date.now() + 20_000; Date.now() < endMs && (await outcomes()).some((one) => one.includes("open")); await sleep(50));
      expect(await outcomes()).toEqual(["hangs timeout true false", expect.stringMatching(/^nowhere (dns|timeout) true false$/)]);
    });
  });

  it("when the event loop is held up half a second at a time, all the time", async () => {
    await activate([velocityRule]);
    const port = await startDoor(480);
    expectInTime(await askMany(port, 6));
  });

  it("when the body is as large as a body may be", async () => {
    await activate([velocityRule]);
    const port = await startDoor();
    const said: Said[] = [];
    for (let index = 0; index < 5; index += 1) said.push(await ask(port, validationBody({ variable1: `${String(index)} all in words `.repeat(60_000) })));
    // The worst of all to look for card numbers in.
    said.push(await ask(port, validationBody({ variable1: "0 4111 ".repeat(140_000) })));
    expectInTime(said);
    expect(statuses(said)).toEqual([0]);
  });
});
