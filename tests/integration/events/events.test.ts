import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { getEvent } from "#lib/events/get-event";
import { getRequest } from "#lib/events/get-request";
import { eventsQuery, requestsQuery } from "#lib/events/list-queries";
import { listEvents } from "#lib/events/list-events";
import { listRequests } from "#lib/events/list-requests";
import { projectEvents } from "#lib/transactions/project-events";
import { unmaskRecord } from "#lib/events/unmask-record";
import { publicId } from "#lib/platform/ids";
import { apiKeyActor, signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders, problemOf } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let operator: UserActor;
let viewer: UserActor;
let live: { id: string; token: string };
let test: { id: string; token: string };
const secret = "a key of these tests";

async function send(token: string, message: object | string, key = secret): Promise<number> {
  const body = typeof message === "string" ? message : JSON.stringify(message);
  const { status } = await door.post(token, gatewayHeaders(key, body), body);
  const pending = await db.prisma.event.findMany({ where: { state: "pending" } });
  await projectEvents(db.pool, pending.map(({ id }) => id));
  return status;
}

beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  operator = (await signedInPerson(db, "operator")).actor;
  viewer = (await signedInPerson(db, "viewer")).actor;
  live = await door.addSource("gateway", {}, secret, "live");
  test = await door.addSource("gateway", {}, secret);
  for (const at of [1, 2, 3]) await send(live.token, { id: `live_${String(at)}`, event: "payment.completed", data: { id: `pay_${String(at)}`, amount: 100, currency: "EUR" } });
  await send(test.token, { id: "test_1", event: "refund.completed", data: { id: "ref_1", payment_id: "pay_1", amount: 50, currency: "EUR" } });
  await send(test.token, { id: "test_1", event: "refund.completed", data: { id: "ref_1", payment_id: "pay_1", amount: 50, currency: "EUR" } });
  await send(test.token, { id: "test_1", event: "refund.completed", data: { id: "ref_1", payment_id: "pay_1", amount: 51, currency: "EUR" } });
  await send(test.token, '{"id":"x"}', "another key");
});
afterAll(() => door.close());

const events = async (query: Record<string, string>) => (await listEvents(viewer, eventsQuery.parse(query))).data;
const requests = async (query: Record<string, string>) => (await listRequests(viewer, requestsQuery.parse(query))).data;

describe("the list of events", () => {
  it("is newest first and holds the shape of the contract", async () => {
    const [newest, ...others] = await events({});
    expect(others).toHaveLength(3);
    expect(newest).toMatchObject({ provider: "gateway", mode: "test", type: "refund.completed", providerType: "refund.completed", state: "processed", seenCount: 3, hasConflict: true, repeat: false });
    expect(newest?.transactionId).toMatch(/^txn_/);
    expect(newest?.references).toContain("pay_1");
    expect(newest).not.toHaveProperty("payload");
  });

  it.each([
    [{ mode: "live" }, 3],
    [{ mode: "test" }, 1],
    [{ type: "payment.completed" }, 3],
    [{ type: "payment.*" }, 3],
    [{ type: "*" }, 4],
    [{ type: "refund.completed", mode: "live" }, 0],
    [{ providerType: "refund.completed" }, 1],
    [{ reference: "pay_1" }, 2],
    [{ q: " pay_1 " }, 2],
    [{ q: "pay" }, 0],
    [{ reference: "pay_1", mode: "live" }, 1],
    [{ from: "2100-01-01T00:00:00Z" }, 0],
    [{ to: "2100-01-01T00:00:00+02:00" }, 4],
  ])("by %o holds %i", async (query, count) => {
    expect(await events(query)).toHaveLength(count);
  });

  it("finds an event by its id and by its request's", async () => {
    const [event] = await events({ reference: "ref_1" });
    expect((await events({ q: event?.id ?? "" })).map(({ id }) => id)).toEqual([event?.id]);
    const { requestId } = await getEvent(viewer, event?.id ?? "");
    expect((await events({ q: requestId })).map(({ id }) => id)).toEqual([event?.id]);
    expect(await events({ sourceId: publicId("source", live.id), mode: "test" })).toEqual([]);
  });

  it("pages by keyset without repeating or losing a row, in every filter", async () => {
    for (const filter of [{}, { mode: "live" }, { type: "payment.*" }]) {
      const all = (await events(filter)).map(({ id }) => id);
      const paged: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const page = await listEvents(viewer, eventsQuery.parse({ ...filter, limit: "2", ...(cursor === "" ? {} : { cursor }) }));
        paged.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(all);
    }
  });

  it.each(["q", "reference", "type", "providerType"])("refuses a %s that holds what is no text, in words", (name) => {
    for (const text of ["\0", "a\0b", "\ud800"]) expect(eventsQuery.safeParse({ [name]: text }).error?.issues[0]).toMatchObject({ path: [name], message: expect.stringContaining("not text") as unknown });
  });

  it("refuses cursors that it did not give, and those of another list", async () => {
    const { nextCursor } = await listRequests(viewer, requestsQuery.parse({ limit: "1" }));
    for (const cursor of [nextCursor ?? "", "evt_0197a1b2-0000-7000-8000-000000000000", "x"]) {
      expect((await problemOf(listEvents(viewer, eventsQuery.parse({ cursor })))).errors.map(({ path }) => path)).toEqual(["cursor"]);
    }
  });

  it.each([{ limit: "0" }, { limit: "201" }, { limit: "1e2" }, { limit: "" }, { colour: "red" }, { mode: "both" }, { from: "yesterday" }, { sourceId: "src_x" }, { q: "" }])("refuses %o", (query) => {
    expect(eventsQuery.safeParse(query).success).toBe(false);
  });
});

describe("one event", () => {
  it("shows its payload with every digit, personal fields masked", async () => {
    const body = '{"id":"big","event":"payment.completed","data":{"id":"pay_big","amount":9007199254740993,"rate":1.000000,"customer":{"email":"ada@example.com"}}}';
    await send(test.token, body);
    const [event] = await events({ reference: "pay_big" });
    const shown = await getEvent(operator, event?.id ?? "");
    expect(shown.payload?.text).toBe(body.replace('"ada@example.com"', '"***"'));
    expect(shown).toMatchObject({ personalMasked: true, deliveries: [], error: null });
  });

  it("is shown unmasked to who may, and that is in the audit", async () => {
    const [event] = await events({ reference: "pay_big" });
    const asked = { type: "event", id: event?.id ?? "" };
    expect((await problemOf(unmaskRecord(viewer, asked))).kind).toBe("forbidden");
    expect((await problemOf(unmaskRecord(apiKeyActor(["events:read"]), asked))).kind).toBe("forbidden");
    const seen = await unmaskRecord(operator, asked);
    expect(JSON.stringify(seen)).toContain("ada@example.com");
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "event.unmask", subjectId: asked.id.slice(4), actorId: operator.id });
    expect((await problemOf(unmaskRecord(operator, { type: "event", id: "evt_x" }))).kind).toBe("not_found");
    expect((await unmaskRecord(apiKeyActor(["events:read", "personal:read"]), asked)).record.personalMasked).toBe(false);
  });

  it("that is not there is a 404", async () => {
    for (const id of ["evt_x", "req_0197a1b2-0000-7000-8000-000000000000", "evt_0197a1b2-0000-7000-8000-000000000000"]) expect((await problemOf(getEvent(viewer, id))).kind).toBe("not_found");
  });
});

describe("the list of requests", () => {
  it.each([
    [{ outcome: "accepted", mode: "live" }, 3],
    [{ outcome: "duplicate" }, 1],
    [{ outcome: "conflict" }, 1],
    [{ outcome: "rejected" }, 1],
    [{ outcome: "quarantined" }, 0],
    [{ kind: "validation" }, 0],
    [{ mode: "live" }, 3],
  ])("by %o holds %i", async (query, count) => {
    expect(await requests(query)).toHaveLength(count);
  });

  it("hides from viewers where a request came from", async () => {
    const [seen] = await requests({ outcome: "rejected" });
    expect(seen).toMatchObject({ remoteAddress: null, reason: "signature_mismatch", answeredStatus: 401, keyId: null, eventIds: [] });
    expect((await getRequest(operator, seen?.id ?? "")).remoteAddress).toBe("192.0.2.7");
  });
});

describe("one request", () => {
  it("hides from viewers the token that a proxy wrote into some header", async () => {
    const body = '{"id":"behind a proxy","event":"payment.failed"}';
    const path = `/api/webhooks/${test.token}`;
    await door.post(test.token, { ...gatewayHeaders(secret, body), "X-Forwarded-Uri": path, Referer: `https://pay.example${path}?a=1`, "X-Odd": encodeURIComponent(path) }, body);
    const [newest] = await requests({ limit: "1" });
    expect(JSON.stringify(await getRequest(viewer, newest?.id ?? ""))).not.toContain(test.token);
    expect((await getRequest(operator, newest?.id ?? "")).headers).toContainEqual(["X-Forwarded-Uri", path]);
  });

  it("masks body, base64 and the explanation alike", async () => {
    const body = '{"id":"y","customer":{"email":"eve@example.com"}}';
    await send(test.token, body, "wrong key");
    const [rejected] = await requests({ outcome: "rejected" });
    const shown = await getRequest(operator, rejected?.id ?? "");
    expect(shown.body).toBe('{"id":"y","customer":{"email":"***"}}');
    expect(Buffer.from(shown.bodyBase64, "base64").toString()).toBe(shown.body);
    expect(JSON.stringify(shown)).not.toContain("eve@example.com");
    const open = await unmaskRecord(operator, { type: "request", id: shown.id });
    expect(open.type === "request" ? open.record.body : null).toBe(body);
  });

  it("explains a failed verification, without a secret or a right digest", async () => {
    const [rejected] = await requests({ outcome: "rejected", sourceId: publicId("source", test.id) });
    const { explanation } = await getRequest(operator, rejected?.id ?? "");
    expect(explanation).toMatchObject({ reason: "signature_mismatch", what: "The signature fits none of the keys.", keysTried: [{ label: "test", status: "active", matched: false }] });
    expect(explanation?.signedBytes).toBe(rejected?.bytes);
    expect(JSON.stringify(explanation)).not.toContain(secret);
    const seen = (await getRequest(viewer, rejected?.id ?? "")).explanation;
    expect(seen).toMatchObject({ signedPreview: null, keysTried: [{ label: null, fingerprint: null }] });
  });

  it("has no explanation where nothing failed", async () => {
    const [accepted] = await requests({ outcome: "accepted" });
    expect((await getRequest(operator, accepted?.id ?? "")).explanation).toBeNull();
  });

  it("that is not text is shown as bytes, masked too", async () => {
    const body = Buffer.concat([Buffer.from('{"email":"bin@example.com","x":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    await door.post(test.token, { "x-signature": "0".repeat(64) }, body);
    const [rejected] = await requests({ outcome: "rejected" });
    const shown = await getRequest(operator, rejected?.id ?? "");
    expect(shown.body).toBeNull();
    expect(Buffer.from(shown.bodyBase64, "base64").equals(Buffer.concat([Buffer.from('{"email":"***","x":"'), Buffer.from([0xff]), Buffer.from('"}')]))).toBe(true);
  });
});
