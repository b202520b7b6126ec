import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { getRequest } from "#lib/events/get-request";
import { requestsQuery } from "#lib/events/list-queries";
import { listRequests } from "#lib/events/list-requests";
import { reverifyRequest } from "#lib/events/reverify-request";
import { reverifyRequests } from "#lib/events/reverify-requests";
import { newId, publicId } from "#lib/platform/ids";
import { apiKeyActor, signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders, problemOf } from "#tests/support/nouns";
import { addKey, type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let operator: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  operator = (await signedInPerson(db, "operator")).actor;
});
afterAll(() => door.close());

const secret = "the key that was missing";

/** Messages that a source without the right key refused; their ids, oldest first. */
async function refused(...bodies: string[]): Promise<{ source: { id: string }; ids: string[]; mend: () => Promise<void> }> {
  const source = await door.addSource("gateway", {}, "some other key of this source");
  for (const body of bodies) expect((await door.post(source.token, gatewayHeaders(secret, body), body)).status).toBe(401);
  const { data } = await listRequests(operator, requestsQuery.parse({ sourceId: publicId("source", source.id) }));
  return { source, ids: data.map(({ id }) => id).toReversed(), mend: () => addKey(db, door.installation, source.id, newId(), secret) };
}

describe("verifying a kept request again", () => {
  it("releases it once the key is there, and says so before", async () => {
    const { ids, mend } = await refused('{"id":"evt_1","event":"payment.completed","data":{"id":"pay_1"}}');
    const id = ids[0] ?? "";
    expect(await reverifyRequest(operator, { id })).toMatchObject({ released: false, outcome: "rejected", reason: "signature_mismatch", eventIds: [] });
    await mend();
    expect((await getRequest(operator, id)).explanation).toMatchObject({ mistake: { code: "key_added_since" }, keysTried: [{ matched: false }, { matched: true }] });
    const released = await reverifyRequest(operator, { id });
    expect(released).toMatchObject({ released: true, outcome: "accepted", reason: null, eventIds: [expect.stringMatching(/^evt_/)] });
    expect(await getRequest(operator, id)).toMatchObject({ outcome: "accepted", reason: null, explanation: null, eventIds: released.eventIds });
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "request.reverify", subjectId: id.slice(4), details: { outcome: "accepted" } });
    expect((await problemOf(reverifyRequest(operator, { id }))).kind).toBe("conflict");
  });

  it("is a conflict where card numbers were overwritten", async () => {
    const { ids, mend } = await refused('{"id":"evt_2","number":"4111111111111111"}');
    await mend();
    const problem = await problemOf(reverifyRequest(operator, { id: ids[0] ?? "" }));
    expect(problem.status).toBe(409);
    expect(problem.message).toContain("Card numbers");
    expect((await getRequest(operator, ids[0] ?? "")).explanation?.mistake?.code).toBe("masked");
  });

  it("is for operators and keys with the scope", async () => {
    const { ids } = await refused('{"id":"evt_3"}');
    const viewer = (await signedInPerson(db, "viewer")).actor;
    for (const actor of [viewer, apiKeyActor(["requests:read"])]) {
      expect((await problemOf(reverifyRequest(actor, { id: ids[0] ?? "" }))).kind).toBe("forbidden");
      expect((await problemOf(reverifyRequests(actor, { filter: {} }))).kind).toBe("forbidden");
    }
    expect((await problemOf(reverifyRequest(operator, { id: "req_x" }))).kind).toBe("not_found");
  });
});

describe("verifying many again", () => {
  it("counts first, then releases what passes", async () => {
    const { source, ids, mend } = await refused('{"id":"a"}', '{"id":"b"}', '{"id":"c","number":"4111111111111111"}');
    const filter = { sourceId: publicId("source", source.id), outcome: "rejected" };
    expect(await reverifyRequests(operator, { filter, dryRun: true })).toMatchObject({ count: 2, wouldPass: 0, failing: [{ reason: "signature_mismatch", count: 2 }] });
    await mend();
    const plan = await reverifyRequests(operator, { filter, dryRun: true });
    expect(plan).toMatchObject({ count: 2, tried: 2, wouldPass: 2, failing: [], released: 0, eventIds: [], nextCursor: null });
    expect(await db.prisma.event.count({ where: { sourceId: source.id } }), "a plan changes nothing").toBe(0);
    expect(plan.sample.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(await reverifyRequests(operator, { filter })).toMatchObject({ count: 2, tried: 2, released: 2, nextCursor: null });
    expect(await reverifyRequests(operator, { filter })).toMatchObject({ count: 0, tried: 0, released: 0 });
    expect(await db.prisma.event.count({ where: { sourceId: source.id } })).toBe(2);
  });

  it("goes on by its cursor, and makes one event of messages that are repeats", async () => {
    const { source, mend } = await refused(...Array.from({ length: 130 }, (_, at) => `{"id":"evt_${String(at % 100)}"}`));
    await mend();
    const filter = { sourceId: publicId("source", source.id) };
    const first = await reverifyRequests(operator, { filter });
    expect(first).toMatchObject({ count: 130, tried: 100, released: 100 });
    const rest = await reverifyRequests(operator, { filter, cursor: first.nextCursor });
    expect(rest).toMatchObject({ count: 30, tried: 30, released: 30, nextCursor: null });
    expect(first.eventIds).toEqual(expect.arrayContaining(rest.eventIds));
    expect(await db.prisma.event.count({ where: { sourceId: source.id } })).toBe(100);
  });

  it("refuses filters that it does not know", async () => {
    expect((await problemOf(reverifyRequests(operator, { filter: { colour: "red" } }))).errors.map(({ path }) => path)).toEqual(["filter.colour"]);
    expect((await problemOf(reverifyRequests(operator, {}))).status).toBe(400);
    expect((await problemOf(reverifyRequests(operator, { filter: { sourceId: "x" } }))).errors.map(({ path }) => path)).toEqual(["filter.sourceId"]);
  });
});
