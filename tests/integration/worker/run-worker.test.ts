import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectEvents } from "#lib/transactions/project-events";
import { type Notifications, openNotifications } from "#lib/platform/database/notifications";
import { newId } from "#lib/platform/ids";
import { runWorker } from "#lib/worker/run-worker";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let notifications: Notifications;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  notifications = openNotifications(db.url);
});
afterAll(async () => {
  await notifications.close();
  await door.close();
});

const secret = "gw_secret_for_these_tests";

async function send(token: string, body: string): Promise<string> {
  const answer = await door.post(token, { "X-Signature": createHmac("sha256", secret).update(body).digest("hex") }, body);
  const { eventIds } = JSON.parse(answer.body) as { eventIds: string[] };
  return (eventIds[0] ?? "").replace("evt_", "");
}

async function event(id: string): Promise<{ state: string; type: string | null; provider_type: string | null; occurred_at: Date | null; references: string[]; error: string | null }> {
  const { rows } = await db.pool.query("select state, type, provider_type, occurred_at, \"references\", error from events where id = $1", [id]);
  return rows[0] as Awaited<ReturnType<typeof event>>;
}

describe("the worker", () => {
  test("reads type, time and references of what was received, without being asked", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const worker = await runWorker({ url: db.url, isAlone: true, notifications });
    try {
      const id = await send(source.token, '{"id":"evt_w1","event":"payment.completed","created_at":"2026-01-01T00:00:00Z","data":{"id":"pay_w1","amount":2599,"currency":"EUR"}}');
      await expect.poll(async () => (await event(id)).state, { timeout: 10_000 }).toBe("processed");
      const read = await event(id);
      expect(read).toMatchObject({ type: "payment.completed", provider_type: "payment.completed", error: null });
      expect(read.occurred_at?.toISOString()).toBe("2026-01-01T00:00:00.000Z");
      expect(read.references).toContain("pay_w1");
    } finally {
      await worker.stop();
    }
    const { rows } = await db.pool.query("select count(*)::int as locked from graphile_worker.jobs where locked_by is not null");
    expect(rows).toEqual([{ locked: 0 }]);
  });

  test("goes on with what was stored while none ran, and with what nobody was told of", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const before = await send(source.token, '{"id":"evt_w2","event":"payment.failed","data":{"id":"pay_w2"}}');
    const silence: Notifications = { listen: () => () => true, isConnected: () => true, close: () => Promise.resolve() };
    const worker = await runWorker({ url: db.url, isAlone: false, notifications: silence });
    try {
      await expect.poll(async () => (await event(before)).state, { timeout: 10_000 }).toBe("processed");
      const untold = await send(source.token, '{"id":"evt_w2b","event":"payment.failed","data":{"id":"pay_w2"}}');
      await expect.poll(async () => (await event(untold)).state, { timeout: 10_000 }).toBe("processed");
    } finally {
      await worker.stop();
    }
  });

  test("frees the jobs that a killed worker held", async () => {
    await db.pool.query("select graphile_worker.add_job('housekeep')");
    await db.pool.query("update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute', attempts = 1");
    const worker = await runWorker({ url: db.url, isAlone: false, notifications });
    try {
      const jobs = async (): Promise<unknown> => (await db.pool.query("select count(*)::int as n from graphile_worker.jobs")).rows[0];
      await expect.poll(jobs, { timeout: 10_000 }).toEqual({ n: 0 });
    } finally {
      await worker.stop();
    }
  });
});

describe("an event", () => {
  test("that cannot be read is set aside with its error, and its neighbours go on", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const good = await send(source.token, '{"id":"evt_w3","event":"payment.failed","data":{"id":"pay_w3"}}');
    const broken = await door.addSource("gateway", {}, secret);
    const bad = await send(broken.token, '{"id":"evt_w4","event":"payment.failed"}');
    await db.pool.query("update sources set settings = '{\"header\": 5}' where id = $1", [broken.id]);
    await projectEvents(db.pool, [bad, good]);
    expect((await event(good)).state).toBe("processed");
    const failed = await event(bad);
    expect(failed.state).toBe("failed");
    expect(failed.error).not.toBeNull();
  });

  test("whose text the database cannot hold as it is, is stored readable", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const id = await send(source.token, '{"id":"evt_w5","event":"weird\\u0000type\\ud800","data":{"id":"pay\\u0000"}}');
    await projectEvents(db.pool, [id]);
    expect((await event(id)).state).toBe("processed");
  });

  test("is read once: a second look at it changes nothing", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const id = await send(source.token, '{"id":"evt_w7","event":"payment.failed","data":{"id":"pay_w7"}}');
    await projectEvents(db.pool, [id, id, newId()]);
    const before = await event(id);
    await projectEvents(db.pool, [id]);
    expect(await event(id)).toEqual(before);
  });
});
