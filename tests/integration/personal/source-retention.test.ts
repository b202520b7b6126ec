import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { ensureCurrentPartitions } from "#lib/platform/database/partitions.sql";
import { firstIdAt, newId, publicId } from "#lib/platform/ids";
import { dropOldMonths } from "#lib/retention/drop-old-months";
import { forgetCopies, forgetIdentities } from "#lib/retention/months.sql";
import { planKind, type RetentionDays } from "#lib/retention/plan-retention";
import { previewSourceRows } from "#lib/retention/preview-source-rows";
import { setSourceRetention } from "#lib/retention/set-source-retention";
import { deletePiece } from "#lib/retention/source-rows.sql";
import { asInstallation, type OwnDays, readPeriods, type WantedDays } from "#lib/retention/source-days";
import { projectEvents } from "#lib/transactions/project-events";
import { signedInPerson, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { storeMessages } from "#tests/support/stored-events";
import { storedSource } from "#tests/support/transactions";
import { bodiesOf, stories } from "../../fixtures/stories/tell-story.ts";
import { foldAgain, sourceOf, tell, told } from "./told-payments.ts";

const db = await testDatabase();
const forever: RetentionDays = { requests: null, events: null, attempts: null };
const ninety: RetentionDays = { requests: 90, events: 90, attempts: 90 };
const shortDays: OwnDays = { requestsDays: 30, eventsDays: 30, attemptsDays: 30 };
const longDays: OwnDays = { requestsDays: "forever", eventsDays: "forever", attemptsDays: "forever" };
const dayMs = 86_400_000;
/** From then on this month is older than ninety days as a whole. */
const laterMs = Date.now() + 200 * dayMs;
let admin: UserActor;

beforeAll(async () => {
  await testInstallation(db);
  admin = { ...(await signedInPerson(db, "admin")).actor, steppedUpAtMs: Date.now() };
});

beforeEach(async () => {
  await db.pool.query("delete from attempts; delete from deliveries; delete from event_snapshots; delete from events; delete from validations; delete from requests; delete from sources");
});

async function settle(sourceId: string, days: OwnDays): Promise<void> {
  await setSourceRetention(admin, { id: publicId("source", sourceId), days });
}

async function end(days: RetentionDays, bounds?: { rowsAtOnce: number; rowsForMs: number }): Promise<void> {
  await dropOldMonths(db.pool, days, laterMs, bounds);
  await ensureCurrentPartitions(db.pool, Date.now());
}

const payment = (name: string) => Buffer.from(`{"id":"${name}","event":"payment.completed","data":{"id":"pay_${name}","amount":1,"currency":"EUR"}}`);
/** About no payment: nothing but its row says whose it is. */
const other = (name: string) => Buffer.from(`{"id":"${name}","event":"webhook.test","data":{}}`);

/** A source with read messages, each delivered at the first attempt, and a decision. */
async function usedSource(name: string, count = 3): Promise<string> {
  const sourceId = await storedSource(db);
  const ids = await tell(db, [{ sourceId, bodies: Array.from({ length: count }, (_one, at) => (at === 0 ? other : payment)(`${name}${String(at)}`)) }]);
  for (const eventId of ids) await deliver(eventId);
  await db.pool.query("insert into event_snapshots (event_id, envelope) select unnest($1::uuid[]), '{}'", [ids]);
  await db.prisma.validation.create({
    data: { id: newId(), sourceId, requestId: newId(), mode: "test", bodyHash: Buffer.alloc(32), action: "approve", answerStatus: 200, answerDescription: "", velocity: [], durationMs: 1, input: {}, counted: false },
  });
  return sourceId;
}

async function deliver(eventId: string, status: "succeeded" | "pending" = "succeeded"): Promise<string> {
  const isDone = status === "succeeded";
  const { id } = await db.prisma.delivery.create({ data: { id: newId(), eventId, targetId: newId(), status, createdAt: new Date(), nextAttemptAt: isDone ? null : new Date(), finishedAt: isDone ? new Date() : null } });
  await db.prisma.attempt.create({ data: { id: newId(), deliveryId: id, number: 1, startedAt: new Date(), durationMs: 1, requestHeaders: [], responseHeaders: [], responseBody: Buffer.alloc(0), responseTruncated: false } });
  return id;
}

/** How many rows a source has. Attempts are counted by the names of the events, which outlive them in no table. */
async function rowsOf(sourceId: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.pool.query<Record<string, number>>(
    `select (select count(*)::int from requests where source_id = $1) as requests, (select count(*)::int from validations where source_id = $1) as validations,
       (select count(*)::int from events where source_id = $1) as events, (select count(*)::int from event_snapshots s join events e on e.id = s.event_id where e.source_id = $1) as snapshots,
       (select count(*)::int from attempts a join deliveries d on d.id = a.delivery_id join event_identities i on i.event_id = d.event_id where i.source_id = $1) as attempts`,
    [sourceId],
  );
  return rows[0] ?? {};
}

const all = { requests: 3, validations: 1, events: 3, snapshots: 3, attempts: 3 };
const none = { requests: 0, validations: 0, events: 0, snapshots: 0, attempts: 0 };

async function previewRows(days: RetentionDays, wanted: WantedDays | null = null) {
  const periods = await readPeriods(db.prisma, days, wanted);
  const kinds = ["requests", "events", "attempts"] as const;
  const told: { kind: string; sourceId: string; rows: number; waiting: number }[] = [];
  for (const kind of kinds) {
    const plan = await planKind(db.pool, kind, periods[kind], laterMs);
    for (const { sourceId, rows, months } of await previewSourceRows(db.pool, kind, plan.rows)) told.push({ kind, sourceId, rows, waiting: months.reduce((sum, month) => sum + month.waitingEvents + month.waitingDeliveries, 0) });
  }
  return told;
}

describe("a source with days of its own", () => {
  it("loses its months earlier than others, to the row that the preview told; the others keep theirs", async () => {
    const [short, plain] = [await usedSource("a"), await usedSource("b")];
    const whatIf = await previewRows(forever, { sourceId: short, days: shortDays });
    expect(await previewRows(forever)).toEqual([]);
    await settle(short, shortDays);
    expect(await previewRows(forever)).toEqual(whatIf);
    expect(whatIf).toEqual([
      { kind: "requests", sourceId: publicId("source", short), rows: 3, waiting: 0 },
      { kind: "events", sourceId: publicId("source", short), rows: 3, waiting: 0 },
      { kind: "attempts", sourceId: publicId("source", short), rows: 3, waiting: 0 },
    ]);
    await end(forever);
    expect(await rowsOf(short)).toEqual(none);
    expect((await db.pool.query("select 1 from event_snapshots")).rowCount).toBe(3);
    expect(await rowsOf(plain)).toEqual(all);
    expect(await previewRows(forever)).toEqual([]);
    const { details } = await db.prisma.auditEntry.findFirstOrThrow({ where: { action: "retention.delete", subjectId: short }, orderBy: { position: "desc" } });
    expect(details).toMatchObject({ kind: "events", rows: 3, isFinished: true });
  });

  it("keeps its rows while the month of the others goes", async () => {
    const [long, plain] = [await usedSource("c"), await usedSource("d")];
    await settle(long, longDays);
    await end(ninety);
    expect(await rowsOf(plain)).toEqual(none);
    expect(await rowsOf(long)).toEqual(all);
    await end(ninety);
    expect(await rowsOf(long)).toEqual(all);
  });

  it("keeps the identities and the copies of what it keeps, when a month goes in which it has nothing", async () => {
    const [long, plain] = [await usedSource("e"), await usedSource("f")];
    await settle(long, { ...asInstallation, eventsDays: "forever" });
    const copies = [{ sourceId: long, body: payment("copy"), identity: "copy", content: "copy" }, { sourceId: long, body: Buffer.from(`${String(payment("copy"))} `), identity: "copy", content: "copy" }];
    await storeMessages(db, copies);
    await db.pool.query("update events set state = 'processed'");
    await db.pool.query("delete from events where source_id = $1", [plain]);
    await forgetCopies(db.pool, laterMs);
    await forgetIdentities(db.pool, laterMs);
    const { rows } = await db.pool.query<{ id: string; count: number }>("select source_id as id, count(*)::int as count from event_identities where source_id = any($1::uuid[]) group by 1", [[long, plain]]);
    expect(rows).toEqual([{ id: long, count: 4 }]);
    expect((await db.pool.query("select 1 from event_copies")).rowCount).toBe(1);
  });

  it("loses whole months where no other has rows in them", async () => {
    const short = await usedSource("g");
    await storedSource(db);
    await settle(short, shortDays);
    const periods = await readPeriods(db.prisma, forever);
    const { months, rows } = await planKind(db.pool, "requests", periods.requests, laterMs);
    expect(months.length).toBeGreaterThan(0);
    expect(rows).toEqual([]);
    await end(forever);
    // Attempts name no source: these are deleted, and the empty month goes with the next run.
    expect(await rowsOf(short)).toEqual(none);
  });

  it("loses attempts whose events went before, as far as what was kept of a payment tells whose they are; others' stay", async () => {
    const [short, plain] = [await usedSource("h"), await usedSource("i")];
    await settle(short, { requestsDays: 30, eventsDays: 30, attemptsDays: "forever" });
    await end(forever);
    expect(await rowsOf(short)).toEqual({ ...none, attempts: 3 });
    await settle(short, { requestsDays: null, eventsDays: null, attemptsDays: 30 });
    await end(forever);
    expect(await rowsOf(short)).toEqual({ ...none, attempts: 1 });
    expect(await rowsOf(plain)).toEqual(all);
  });

  it("keeps what is not done yet: an unread event and a pending delivery hold its month, and no other's", async () => {
    const [short, busy, plain] = [await usedSource("j"), await usedSource("k"), await usedSource("l")];
    await settle(short, shortDays);
    await settle(busy, shortDays);
    const [unread = ""] = await storeMessages(db, [{ sourceId: busy, body: payment("unread") }]);
    await end(forever);
    expect(await rowsOf(short)).toEqual(none);
    expect(await rowsOf(plain)).toEqual(all);
    expect(await rowsOf(busy)).toMatchObject({ requests: 4, events: 4, validations: 1 });
    await db.pool.query("update events set state = 'processed' where id = $1", [unread]);
    const deliveryId = await deliver(unread, "pending");
    expect(await previewRows(forever)).toContainEqual({ kind: "events", sourceId: publicId("source", busy), rows: 0, waiting: 1 });
    await end(forever);
    expect(await rowsOf(busy)).toMatchObject({ requests: 4, events: 4 });
    await db.prisma.delivery.update({ where: { id: deliveryId }, data: { status: "canceled", nextAttemptAt: null, finishedAt: new Date() } });
    await end(forever);
    expect(await rowsOf(busy)).toMatchObject({ requests: 0, events: 0, validations: 0 });
  });

  it("goes on where a run was broken off, and comes to the same end", async () => {
    const [short, plain] = [await usedSource("m", 7), await usedSource("n")];
    await settle(short, shortDays);
    const left: number[] = [];
    while (left.at(-1) !== 0 && left.length < 40) {
      await dropOldMonths(db.pool, forever, laterMs, { rowsAtOnce: 2, rowsForMs: 0 });
      left.push(Object.values(await rowsOf(short)).reduce((sum, rows) => sum + rows, 0));
    }
    await ensureCurrentPartitions(db.pool, Date.now());
    expect(left[0]).toBeGreaterThan(0);
    expect(new Set(left).size).toBeGreaterThan(5);
    expect(left).toEqual(left.toSorted((one, next) => next - one));
    expect(await rowsOf(short)).toEqual(none);
    expect(await rowsOf(plain)).toEqual(all);
  });

  it("has the same payments afterwards: no amount and no state changes, folded again and with what comes later", async () => {
    const chosen = stories.filter((_story, at) => at % 4 === 0);
    const cases: { name: string; control: string; sourceId: string; bodies: readonly Uint8Array[]; half: number }[] = [];
    for (const story of chosen) {
      const bodies = bodiesOf(story);
      cases.push({ name: `${story.provider}: ${story.name}`, bodies, half: Math.ceil(bodies.length / 2), control: await sourceOf(db, story), sourceId: await sourceOf(db, story) });
    }
    for (const { sourceId } of cases) await settle(sourceId, shortDays);
    await tell(db, cases.flatMap(({ control, sourceId, bodies, half }) => [{ sourceId: control, bodies }, { sourceId, bodies: bodies.slice(0, half) }]));
    const before = new Map<string, unknown>();
    for (const { sourceId } of cases) before.set(sourceId, await told(db, sourceId));
    await end(forever, { rowsAtOnce: 2, rowsForMs: 60_000 });
    for (const { sourceId, control } of cases) {
      expect(await rowsOf(sourceId)).toEqual(none);
      expect((await rowsOf(control))["requests"]).toBeGreaterThan(0);
    }
    await foldAgain(db, cases.map(({ sourceId }) => sourceId));
    for (const { name, sourceId } of cases) expect(await told(db, sourceId), `${name}, folded again`).toEqual(before.get(sourceId));
    await tell(db, cases.map(({ sourceId, bodies, half }) => ({ sourceId, bodies: bodies.slice(half) })));
    for (const { name, sourceId, control } of cases) expect(await told(db, sourceId), `${name}, after its end`).toEqual(await told(db, control));
  }, 60_000);
});

async function someoneWaits(): Promise<void> {
  const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await expect.poll(async () => (await db.pool.query(waiting)).rowCount, { timeout: 20_000 }).toBeGreaterThan(0);
}

describe("what changes while rows are deleted", () => {
  it("loses a request whose copy of an older message came after that one's own bytes had gone, and keeps what the copy said", async () => {
    const [short, plain] = [await storedSource(db), await usedSource("o")];
    await settle(short, { ...asInstallation, requestsDays: 30 });
    const copyOf = (space: string) => ({ sourceId: short, body: Buffer.from(`${String(payment("late"))}${space}`), identity: "late", content: "late" });
    const about = (space: string) => ({ sourceId: short, body: Buffer.from(`${String(other("nothing"))}${space}`), identity: "nothing", content: "nothing" });
    const ids = await storeMessages(db, [copyOf(""), about("")]);
    await projectEvents(db.pool, ids);
    await end(forever);
    await storeMessages(db, [copyOf(" "), about(" ")]);
    await projectEvents(db.pool, ids);
    const before = await told(db, short);
    await end(forever);
    expect(await rowsOf(short)).toMatchObject({ requests: 0, events: 2 });
    expect(await rowsOf(plain)).toEqual(all);
    expect(await db.prisma.keptReading.count({ where: { sourceId: short } })).toBe(2);
    await foldAgain(db, [short]);
    expect(await told(db, short)).toEqual(before);
  });

  it("keeps an event and its request of which nothing is kept: they were read after somebody looked", async () => {
    const short = await usedSource("p");
    const { rows } = await db.pool.query<{ id: string; request_id: string }>("select id, request_id from events where source_id = $1", [short]);
    const range = { from: firstIdAt(0), to: firstIdAt(laterMs) };
    expect(await deletePiece(db.pool, "requests", rows.map((row) => row.request_id), range)).toBe(1);
    expect(await deletePiece(db.pool, "events", rows.map(({ id }) => id), range)).toBe(1);
    expect(await rowsOf(short)).toMatchObject({ requests: 2, events: 2 });
  });

  it("keeps a request that is verified again at the same moment", async () => {
    const sourceId = await storedSource(db);
    const [id, eventId] = [newId(), newId()];
    await db.pool.query(
      "insert into requests (id, source_id, kind, received_at, outcome, answered_status, event_ids, headers, body, body_bytes, body_hash) values ($1, $2, 'notification', now(), 'rejected', 200, '{}', '[]', '', 0, '')",
      [id, sourceId],
    );
    const deleting = await inTransaction(db.pool, async (client) => {
      await client.query("update requests set outcome = 'accepted', event_ids = array[$2::uuid] where id = $1", [id, eventId]);
      await client.query("insert into events (id, request_id, item_index, source_id, identity_hash, received_at) values ($1, $2, 0, $3, '', now())", [eventId, id, sourceId]);
      const begun = deletePiece(db.pool, "requests", [id], { from: firstIdAt(0), to: firstIdAt(laterMs) });
      await someoneWaits();
      return { begun };
    });
    expect(await deleting.begun).toBe(0);
    expect(await rowsOf(sourceId)).toMatchObject({ requests: 1, events: 1 });
  });

  it("keeps what an admin settles to be kept while a run is under way", async () => {
    const [short, plain] = [await usedSource("q", 5), await usedSource("r")];
    await settle(short, shortDays);
    const begun = await inTransaction(db.pool, async (client) => {
      await client.query("select from requests where source_id = $1 order by id limit 1 for update", [short]);
      const run = dropOldMonths(db.pool, forever, laterMs, { rowsAtOnce: 1, rowsForMs: 60_000 });
      await someoneWaits();
      await settle(short, longDays);
      return { run };
    });
    await begun.run;
    await ensureCurrentPartitions(db.pool, Date.now());
    const { requests, events } = await rowsOf(short);
    expect(requests).toBeGreaterThanOrEqual(4);
    expect(events).toBe(5);
    expect(await rowsOf(plain)).toEqual(all);
  });
});
