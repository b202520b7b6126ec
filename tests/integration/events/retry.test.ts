import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { eventsQuery } from "#lib/events/list-queries";
import { listEvents } from "#lib/events/list-events";
import { projectEvents } from "#lib/transactions/project-events";
import { retryEvent } from "#lib/events/retry-event";
import { retryEvents } from "#lib/events/retry-events";
import { newId, publicId } from "#lib/platform/ids";
import { apiKeyActor, signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders, problemOf } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let operator: UserActor;
let viewer: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  operator = (await signedInPerson(db, "operator")).actor;
  viewer = (await signedInPerson(db, "viewer")).actor;
});
afterAll(() => door.close());

const secret = "a key of these tests";

/** Events that a broken setting made fail; ids oldest first. */
async function failedEvents(count: number): Promise<{ sourceId: string; ids: string[]; uuids: string[]; mend: () => Promise<void> }> {
  const source = await door.addSource("gateway", {}, secret);
  for (let at = 0; at < count; at += 1) {
    const body = JSON.stringify({ id: `evt_${source.id}_${String(at)}`, event: "payment.completed", data: { id: `pay_${String(at)}` } });
    expect((await door.post(source.token, gatewayHeaders(secret, body), body)).status).toBe(200);
  }
  const uuids = (await db.prisma.event.findMany({ where: { sourceId: source.id }, orderBy: { id: "asc" } })).map(({ id }) => id);
  const setSettings = (settings: object) => db.prisma.source.update({ where: { id: source.id }, data: { settings } });
  await setSettings({ header: 5 });
  await projectEvents(db.pool, uuids);
  await db.pool.query("delete from graphile_worker._private_jobs");
  return { sourceId: publicId("source", source.id), ids: uuids.map((uuid) => publicId("event", uuid)), uuids, mend: async () => void (await setSettings({})) };
}

const list = async (query: Record<string, string>) => (await listEvents(viewer, eventsQuery.parse(query))).data;

async function queuedEvents(): Promise<string[]> {
  const { rows } = await db.pool.query<{ payload: { eventIds: string[] } }>("select payload from graphile_worker._private_jobs where payload is not null");
  return rows.flatMap(({ payload }) => payload.eventIds);
}

describe("reading a failed event again", () => {
  it("puts it before the worker, once, and stands in the audit with what it had failed on", async () => {
    const { sourceId, ids, uuids, mend } = await failedEvents(1);
    const [id, uuid] = [ids[0] ?? "", uuids[0] ?? ""];
    expect((await list({ state: "failed", sourceId })).map((event) => event.id)).toEqual([id]);
    await mend();
    const answers = await Promise.allSettled([retryEvent(operator, { id }), retryEvent(operator, { id })]);
    expect(answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []))).toEqual([{ id, state: "pending" }]);
    expect(await queuedEvents()).toEqual([uuid]);
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "event.retry", subjectId: uuid, details: { error: expect.any(String) as string } });
    expect((await list({ state: "pending", sourceId })).map((event) => event.id)).toEqual([id]);
    await projectEvents(db.pool, await queuedEvents());
    expect(await list({ state: "processed", sourceId })).toMatchObject([{ id, type: "payment.completed" }]);
    const problem = await problemOf(retryEvent(operator, { id }));
    expect(problem.status).toBe(409);
    expect(problem.message).toContain("has not failed");
  });

  it("is for operators and keys with the scope", async () => {
    const { ids } = await failedEvents(1);
    for (const actor of [viewer, apiKeyActor(["events:read"])]) {
      expect((await problemOf(retryEvent(actor, { id: ids[0] ?? "" }))).kind).toBe("forbidden");
      expect((await problemOf(retryEvents(actor, {}))).kind).toBe("forbidden");
    }
    expect((await problemOf(retryEvent(operator, { id: publicId("event", newId()) }))).kind).toBe("not_found");
    expect((await problemOf(retryEvent(operator, { id: "evt_x" }))).kind).toBe("not_found");
  });
});

describe("reading many again", () => {
  it("counts first, then takes those that the filter finds", async () => {
    const { sourceId, ids, uuids } = await failedEvents(3);
    const other = await failedEvents(1);
    const filter = { sourceId };
    const plan = await retryEvents(operator, { filter, dryRun: true });
    expect(plan).toMatchObject({ count: 3, retried: 0, nextCursor: null });
    expect(plan.sample.map(({ id }) => id)).toEqual(ids);
    expect(await queuedEvents()).toEqual([]);
    expect(await retryEvents(operator, { filter })).toMatchObject({ count: 3, retried: 3, nextCursor: null });
    expect((await queuedEvents()).toSorted()).toEqual(uuids);
    expect(await list({ state: "failed", mode: "test", sourceId: other.sourceId })).toHaveLength(1);
    expect(await retryEvents(operator, { filter })).toMatchObject({ count: 0, retried: 0 });
    expect(await retryEvents(operator, { filter: { mode: "live" }, dryRun: true })).toMatchObject({ count: 0 });
    expect(await db.prisma.auditEntry.count({ where: { action: "event.retry_many" } })).toBe(1);
  });

  it("refuses filters that it does not know", async () => {
    expect((await problemOf(retryEvents(operator, { filter: { state: "pending" } }))).errors.map(({ path }) => path)).toEqual(["filter.state"]);
    expect((await problemOf(retryEvents(operator, { filter: { sourceId: "x" } }))).errors.map(({ path }) => path)).toEqual(["filter.sourceId"]);
  });
});
