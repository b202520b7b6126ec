import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedServer, startEmbeddedServer } from "#lib/platform/database/embedded-server";
import { migrateAll } from "#lib/platform/database/migrate-all";
import { newId } from "#lib/platform/ids";
import { generateKeyRingText, keyRing } from "#lib/platform/seal";
import { type Child, startNode } from "#tests/bench/child";
import { neutralDecline } from "#lib/validations/candidate";
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

/** Sends one signed attempt, and says how long its verified answer took from the first byte on; -1 is what nobody could sign, since the keys were not known yet. */
async function ask(port: number, body = validationBody()): Promise<Said> {
  const startMs = performance.now();
  const answer = await postValidation({ port, token: source.token, body, headers: signValidation(body) });
  return { ms: performance.now() - startMs, status: answer.status === 503 ? -1 : verifiedAnswer(answer).status };
}

const askAtOnce = (port: number, count = 5): Promise<Said[]> => Promise.all(Array.from({ length: count }, () => ask(port)));

/**
 * Asks until everybody who asked together was told what is wanted, before the deadline; says what else came. A machine that stands still for a
 * second answers nobody, and is no fault of ours. That no answer is ever late is proven with a time of its own, in
 * unit/validations/deadline.
 */
async function troubleWith(asked: () => Promise<Said[]>, ...wanted: readonly number[]): Promise<string | null> {
  let last = "";
  for (let round = 0; round < 5; round += 1) {
    const said = await asked();
    if (said.every(({ ms, status }) => ms < deadlineMs && wanted.includes(status))) return null;
    last = said.map(({ ms, status }) => `${String(status)} after ${String(Math.round(ms))} ms`).join(", ");
  }
  return `not in one of five rounds was everybody told ${wanted.join(" or ")} in time; the last: ${last}`;
}

/** A connection on which requests are written by hand, each answered before the next. */
async function keptConnection(port: number): Promise<{ readonly dribble: () => Promise<Said>; readonly halfABody: () => Promise<Said> }> {
  const open = async (): Promise<net.Socket> => {
    const made = net.connect(port, "127.0.0.1");
    cleanups.push(() => void made.destroy());
    await once(made, "connect");
    return made;
  };
  let socket = await open();
  const answered = async (startMs: number): Promise<Said> => {
    let text = "";
    while (!/\r\n\r\n.*\}$/s.test(text)) text += String((await once(socket, "data"))[0]);
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
    return { ms: performance.now() - startMs, status: status === 200 ? (JSON.parse(text.slice(text.indexOf("\r\n\r\n"))) as { status: number }).status : status };
  };
  const headOf = (body: string): string => `POST /api/validations/${source.token} HTTP/1.1\r\nhost: x\r\n${Object.entries(signValidation(body)).map(([name, value]) => `${name}: ${value}\r\n`).join("")}content-length: ${String(Buffer.byteLength(body))}\r\n\r\n`;
  return {
    dribble: async () => {
      const body = validationBody();
      const head = headOf(body);
      const startMs = performance.now();
      for (let at = 0; at < 12; at += 1) {
        socket.write(head.slice(at, at + 1));
        await sleep(100);
      }
      socket.write(head.slice(12) + body);
      return answered(startMs);
    },
    halfABody: async () => {
      socket = await open();
      const body = validationBody();
      const startMs = performance.now();
      socket.write(headOf(body) + body.slice(0, 100));
      return answered(startMs);
    },
  };
}

describe("validations are answered signed and before their deadline", () => {
  it("when the database is killed: by the rules where they need nothing of it, else by the fallback", async () => {
    await activate([{ name: "blocked", when: { field: "country", op: "eq", value: "KP" }, then: { action: "decline", status: 3, description: "Not there" } }, velocityRule]);
    const port = await startDoor();
    expect(await troubleWith(() => askAtOnce(port), 0)).toBeNull();
    process.kill(database.pid, "SIGKILL");
    // Its other processes outlive it by a moment, and decide on.
    for (const endMs = Date.now() + 20_000; Date.now() < endMs && (await ask(port)).status !== fallback.status; );
    for (let round = 0; round < 4; round += 1) expect(await troubleWith(() => askAtOnce(port), fallback.status)).toBeNull();
    expect(await troubleWith(async () => [await ask(port, validationBody({ country: "KP" }))], 3)).toBeNull();
  });

  it("when the database hangs, and once it goes on what is recorded is what was said", async () => {
    await activate([velocityRule]);
    const port = await startDoor();
    expect(await troubleWith(() => askAtOnce(port), 0)).toBeNull();
    await withClient(embeddedUrl(dataDir), async (client) => {
      await client.query("begin");
      await client.query("lock table validations in access exclusive mode");
      for (let round = 0; round < 3; round += 1) expect(await troubleWith(() => askAtOnce(port), fallback.status)).toBeNull();
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
    expect(await troubleWith(() => Promise.all(Array.from({ length: 20 }, (_, index) => ask(port, validationBody({ amount: index % 2 === 0 ? 100 : 200 })))), fallback.status)).toBeNull();
    await withClient(embeddedUrl(dataDir), async (client) => {
      const outcomes = async (): Promise<readonly string[]> => (await client.query<{ said: string }>("select distinct rule || ' ' || coalesce(hand_over_outcome, 'open') || ' ' || fallback_used || ' ' || counted as said from validations order by 1")).rows.map(({ said: one }) => one);
      for (const endMs = Date.now() + 20_000; Date.now() < endMs && (await outcomes()).some((one) => one.includes("open")); await sleep(50));
      expect(await outcomes()).toEqual(["hangs timeout true false", expect.stringMatching(/^nowhere (dns|timeout) true false$/)]);
    });
  });

  it("when the event loop is held up half a second at a time, all the time", async () => {
    await activate([velocityRule]);
    const port = await startDoor(480);
    // Whatever is known by then is said: the decision, the fallback, or a neutral refusal while the rules are still on their way.
    for (let round = 0; round < 4; round += 1) expect(await troubleWith(() => askAtOnce(port), 0, fallback.status, neutralDecline.status)).toBeNull();
  });

  it("when the body is as large as a body may be", async () => {
    await activate([velocityRule]);
    const port = await startDoor();
    for (const words of ["all in words ", "0 4111 ", "4 1 1 1 ", "\\u0034", "[[[["]) {
      const variable1 = words.repeat(Math.floor(900_000 / Buffer.byteLength(JSON.stringify(words))));
      expect(await troubleWith(() => Promise.all([ask(port, validationBody({ variable1 })), ask(port), ask(port)]), 0)).toBeNull();
    }
  });

  it("when the head of a request dribbles in over a connection that is kept, counted from its first byte", async () => {
    await activate([velocityRule]);
    const port = await startDoor();
    await withClient(embeddedUrl(dataDir), async (client) => {
      expect(await troubleWith(() => askAtOnce(port), 0)).toBeNull();
      await client.query("begin");
      await client.query("lock table validations in access exclusive mode");
      const connection = await keptConnection(port);
      // Only whoever waits for the database to the last moment shows from when that was counted.
      for (let request = 0; request < 2; request += 1) expect(await troubleWith(async () => [await connection.dribble()], fallback.status)).toBeNull();
      await client.query("rollback");
    });
  });

  it("when the rest of a body does not come", async () => {
    await activate([velocityRule]);
    const port = await startDoor();
    const connection = await keptConnection(port);
    expect(await troubleWith(async () => [await connection.halfABody()], 408)).toBeNull();
  });
});
