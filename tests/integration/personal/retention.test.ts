import { beforeAll, describe, expect, it } from "vitest";
import { ensureCurrentPartitions } from "#lib/platform/database/partitions.sql";
import { firstIdAt, newId, publicId } from "#lib/platform/ids";
import { dropOldMonths } from "#lib/retention/drop-old-months";
import { readMonths } from "#lib/retention/months.sql";
import type { RetentionDays } from "#lib/retention/plan-retention";
import { previewQuery, previewRetention } from "#lib/retention/preview-retention";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { projectEvents } from "#lib/transactions/project-events";
import { apiKeyActor, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { storeMessages } from "#tests/support/stored-events";
import { storedSource } from "#tests/support/transactions";
import { bodiesOf, stories } from "../../fixtures/stories/tell-story.ts";
import { foldAgain, sourceOf, tell, told } from "./told-payments.ts";

const db = await testDatabase();
const reader = apiKeyActor(["transactions:read", "personal:read", "settings:read"]);
const forever: RetentionDays = { requests: null, events: null, attempts: null };
const dayMs = 86_400_000;
/** From then on this month is older than ninety days as a whole. */
const laterMs = Date.now() + 200 * dayMs;

beforeAll(async () => {
  await testInstallation(db);
});

async function drop(days: Partial<RetentionDays>): Promise<void> {
  await dropOldMonths(db.pool, { ...forever, ...days }, laterMs);
  await ensureCurrentPartitions(db.pool, Date.now());
}

describe("months whose retention has ended", () => {
  it.each([
    ["requests and events", 0, { requests: 90, events: 90 }],
    ["requests alone", 1, { requests: 90 }],
    ["events alone", 2, { events: 90 }],
  ])("change no amount and no state of any payment when they go (%s), nor when a refund or a chargeback comes later", async (_what, turn, days) => {
    const chosen = stories.filter((_story, at) => at % 6 === turn || at % 6 === turn + 3).map((story) => ({ name: `${story.provider}: ${story.name}`, bodies: bodiesOf(story), story }));
    const cases: { name: string; control: string; sourceId: string; bodies: readonly Uint8Array[]; half: number }[] = [];
    for (const { name, bodies, story } of chosen) cases.push({ name, bodies, half: Math.ceil(bodies.length / 2), control: await sourceOf(db, story), sourceId: await sourceOf(db, story) });
    await tell(db, cases.flatMap(({ control, sourceId, bodies, half }) => [{ sourceId: control, bodies }, { sourceId, bodies: bodies.slice(0, half) }]));
    const before = new Map<string, unknown>();
    for (const { sourceId } of cases) before.set(sourceId, await told(db, sourceId));
    await drop(days);
    const { rows: left } = await db.pool.query<{ requests: number; events: number }>("select (select count(*)::int from requests) as requests, (select count(*)::int from events) as events");
    expect(left[0]).toMatchObject({ ...("requests" in days ? { requests: 0 } : {}), ...("events" in days ? { events: 0 } : {}) });
    await foldAgain(db, cases.map(({ sourceId }) => sourceId));
    for (const { name, sourceId } of cases) expect(await told(db, sourceId), `${name}, folded again`).toEqual(before.get(sourceId));
    await tell(db, cases.map(({ sourceId, bodies, half }) => ({ sourceId, bodies: bodies.slice(half) })));
    for (const { name, sourceId, control } of cases) expect(await told(db, sourceId), `${name}, after its end`).toEqual(await told(db, control));
  }, 60_000);

  it("leave nothing about a person in what is kept of them", async () => {
    const { rows } = await db.pool.query<{ line: string }>("select row_to_json(k)::text as line from kept_readings k");
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ line }) => line.includes("@"))).toEqual([]);
  });

  it("stay while an event waits to be read or a delivery to be sent, and go once that is done", async () => {
    const sourceId = await storedSource(db);
    const [eventId = ""] = await storeMessages(db, [{ sourceId, body: Buffer.from('{"id":"w","event":"payment.completed","data":{"id":"pay_w","amount":1,"currency":"EUR"}}') }]);
    const count = async () => (await db.pool.query("select 1 from events where id = $1", [eventId])).rowCount;
    await drop({ requests: 90, events: 90 });
    expect(await count()).toBe(1);
    await projectEvents(db.pool, [eventId]);
    const delivery = await db.prisma.delivery.create({ data: { id: newId(), eventId, targetId: newId(), createdAt: new Date(), nextAttemptAt: new Date() } });
    await drop({ requests: 90, events: 90 });
    expect(await count()).toBe(1);
    await db.prisma.delivery.update({ where: { id: delivery.id }, data: { status: "canceled", nextAttemptAt: null, finishedAt: new Date() } });
    await drop({ requests: 90, events: 90 });
    expect(await count()).toBe(0);
    const [row] = (await listTransactions(reader, transactionsQuery.parse({ sourceId: publicId("source", sourceId) }))).data;
    expect(row).toMatchObject({ reference: "pay_w", status: "captured" });
  });

  it("stay while a request that was verified again later has its event unread or undelivered in another month", async () => {
    const sourceId = await storedSource(db);
    const [eventId = ""] = await storeMessages(db, [{ sourceId, body: Buffer.from('{"id":"v","event":"payment.completed","data":{"id":"pay_v","amount":1,"currency":"EUR"}}') }]);
    const today = new Date();
    const startMs = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1);
    const requestId = firstIdAt(startMs - dayMs);
    await db.pool.query("update requests set id = $1 where source_id = $2", [requestId, sourceId]);
    await db.pool.query("update events set request_id = $1 where id = $2", [requestId, eventId]);
    const dropLastMonth = async () => {
      await dropOldMonths(db.pool, { ...forever, requests: 90 }, startMs + 91 * dayMs);
      await ensureCurrentPartitions(db.pool, Date.now());
      return (await db.pool.query("select 1 from requests where id = $1", [requestId])).rowCount;
    };
    expect(await dropLastMonth()).toBe(1);
    await projectEvents(db.pool, [eventId]);
    const delivery = await db.prisma.delivery.create({ data: { id: newId(), eventId, targetId: newId(), createdAt: new Date(), nextAttemptAt: new Date() } });
    expect(await dropLastMonth()).toBe(1);
    await db.prisma.delivery.update({ where: { id: delivery.id }, data: { status: "canceled", nextAttemptAt: null, finishedAt: new Date() } });
    expect(await dropLastMonth()).toBe(0);
  });

  it("are told before they go, and stand in the audit once they are gone; a month that is not over is never among them", async () => {
    expect(await previewRetention(reader, previewQuery.parse({ requestsDays: "1", eventsDays: "1", attemptsDays: "1" }))).toMatchObject({ kinds: [{ kind: "requests", days: 1 }, { kind: "events", days: 1 }, { kind: "attempts", days: 1 }] });
    const months = (await previewRetention(reader, previewQuery.parse({ requestsDays: "1" }))).kinds.flatMap(({ months: going }) => going.map(({ month }) => month));
    expect(months).not.toContain(new Date().toISOString().slice(0, 7));
    const before = await readMonths(db.pool, ["attempts"]);
    await drop({ attempts: 90 });
    const dropped = await db.prisma.auditEntry.findMany({ where: { action: "retention.drop" } });
    expect(dropped.map(({ details }) => details)).toContainEqual(expect.objectContaining({ kind: "attempts", month: new Date().toISOString().slice(0, 7) }));
    expect(before.length).toBeGreaterThan(0);
    expect((await problemOf(previewRetention(apiKeyActor(["events:read"]), {}))).kind).toBe("forbidden");
  });
});
