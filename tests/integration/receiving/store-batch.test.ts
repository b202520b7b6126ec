import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/platform/ids";
import { noteAnsweredUnavailable, storeBatch } from "#lib/receiving/store-batch.sql";
import type { ItemToStore, RequestToStore } from "#lib/receiving/stored-request";
import { type TestDatabase, testDatabase } from "#tests/support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const item = (identity: string, content = identity): ItemToStore => ({ eventId: newId(), identityHash: digest(identity), contentHash: digest(content), payment: null });

function request(sourceId: string, items: readonly ItemToStore[], more: Partial<RequestToStore> = {}): RequestToStore {
  const body = Buffer.from('{"a":1}');
  return {
    id: newId(),
    sourceId,
    kind: "notification",
    receivedAtMs: Date.now(),
    verdict: "verified",
    reason: null,
    answeredStatus: 200,
    keyId: null,
    remoteAddress: "192.0.2.1",
    headersJson: '[["Content-Type","application/json"]]',
    body,
    bodyBytes: body.length,
    bodyHash: digest("body"),
    masked: false,
    items,
    ...more,
  };
}

async function count(table: "requests" | "events" | "event_identities", sourceId: string): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(`select count(*)::int as n from ${table} where source_id = $1`, [sourceId]);
  return rows[0]?.n ?? -1;
}

describe("a batch in one commit", () => {
  test("keeps the exact bytes and headers of each request", async () => {
    const source = newId();
    const rows = [Buffer.from([0, 255, 1]), Buffer.from("ä€😀"), Buffer.alloc(0)].map((body, i) =>
      request(source, [item(`bytes ${String(i)}`)], { body, bodyBytes: body.length, headersJson: JSON.stringify([["X-Name", `välue "${String(i)}" \\`]]) }),
    );
    await storeBatch(db.ingestPool, rows, 0);
    for (const [i, row] of rows.entries()) {
      const { rows: found } = await db.pool.query<{ body: Buffer; headers: unknown }>("select body, headers from requests where id = $1", [row.id]);
      expect(found[0]?.body.equals(row.body)).toBe(true);
      expect(found[0]?.headers).toEqual([["X-Name", `välue "${String(i)}" \\`]]);
    }
  });

  test("a request whose commit came after its answer shows the answer that was given, and its neighbours theirs", async () => {
    const source = newId();
    const [late, inTime] = [request(source, [item("late")]), request(source, [item("in time")])];
    await storeBatch(db.ingestPool, [late, inTime], 0);
    await noteAnsweredUnavailable(db.ingestPool, [late.id]);
    const { rows } = await db.pool.query<{ id: string; outcome: string; answered_status: number }>("select id, outcome, answered_status from requests where source_id = $1 order by answered_status desc", [source]);
    expect(rows).toEqual([
      { id: late.id, outcome: "accepted", answered_status: 503 },
      { id: inTime.id, outcome: "accepted", answered_status: 200 },
    ]);
  });

  test("the first of an identity makes the event; repeats are counted on it; other content is a conflict", async () => {
    const source = newId();
    const first = item("same", "content");
    const [one, two, three] = await storeBatch(db.ingestPool, [request(source, [first]), request(source, [item("same", "content")]), request(source, [item("same", "other")])], 0);
    expect([one?.outcome, two?.outcome, three?.outcome]).toEqual(["accepted", "duplicate", "conflict"]);
    const [later] = await storeBatch(db.ingestPool, [request(source, [item("same", "content")])], 1);
    expect(later).toEqual({ outcome: "duplicate", eventIds: [first.eventId], isClosedByHand: false });
    const { rows } = await db.pool.query("select seen_count, has_conflict from event_identities where source_id = $1", [source]);
    expect(rows).toEqual([{ seen_count: 4, has_conflict: true }]);
    expect(await count("events", source)).toBe(1);
  });

  test("one identity at two sources is two events", async () => {
    const [a, b] = [newId(), newId()];
    const results = await storeBatch(db.ingestPool, [request(a, [item("shared")]), request(b, [item("shared")])], 0);
    expect(results.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
  });

  test("a request with several items answers with their events in order", async () => {
    const source = newId();
    const items = [item("i1"), item("i2"), item("i3")];
    const [stored] = await storeBatch(db.ingestPool, [request(source, items)], 0);
    expect(stored?.eventIds).toEqual(items.map(({ eventId }) => eventId));
  });

  test("a refused request is kept with its reason and makes no event and no job", async () => {
    const source = newId();
    const [stored] = await storeBatch(db.ingestPool, [request(source, [], { verdict: "rejected", reason: "signature_mismatch", answeredStatus: 401 })], 0);
    expect(stored).toEqual({ outcome: "rejected", eventIds: [], isClosedByHand: false });
    expect(await count("events", source)).toBe(0);
  });

  test("new events wait for the worker as pending rows; a repeat adds none", async () => {
    const source = newId();
    const pending = async (): Promise<number> => (await db.pool.query<{ n: number }>("select count(*)::int as n from events where source_id = $1 and state = 'pending'", [source])).rows[0]?.n ?? -1;
    await storeBatch(db.ingestPool, [request(source, [item("j1")]), request(source, [item("j2")])], 0);
    expect(await pending()).toBe(2);
    await storeBatch(db.ingestPool, [request(source, [item("j1")])], 0);
    expect(await pending()).toBe(2);
  });

  test("counters say how many requests, by outcome and key", async () => {
    const source = newId();
    const keyId = newId();
    await storeBatch(db.ingestPool, [request(source, [item("c1")], { keyId }), request(source, [item("c2")], { keyId }), request(source, [item("c1")], { keyId })], 0);
    await storeBatch(db.ingestPool, [request(source, [item("c3")], { keyId })], 1);
    const { rows } = await db.pool.query("select outcome, sum(count)::int as n, sum(bytes)::int as bytes from request_counts where source_id = $1 and key_id = $2 group by outcome order by outcome", [source, keyId]);
    expect(rows).toEqual([
      { outcome: "accepted", n: 3, bytes: 21 },
      { outcome: "duplicate", n: 1, bytes: 7 },
    ]);
  });
});

describe("for any arrivals over any lanes", () => {
  test("there is one request per arrival, one event and one identity per distinct identity, and nothing is counted twice", async () => {
    const arrival = fc.record({ identity: fc.integer({ min: 0, max: 6 }), content: fc.integer({ min: 0, max: 1 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(arrival, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 }), async (batches) => {
        const source = newId();
        const results = await Promise.all(
          batches.map((batch, lane) => storeBatch(db.ingestPool, batch.map(({ identity, content }) => request(source, [item(`p${String(identity)}`, `p${String(identity)}/${String(content)}`)])), lane % 4)),
        );
        const arrivals = batches.flat();
        const distinct = new Set(arrivals.map(({ identity }) => identity)).size;
        expect(await count("requests", source)).toBe(arrivals.length);
        expect(await count("events", source)).toBe(distinct);
        expect(await count("event_identities", source)).toBe(distinct);
        expect(results.flat().filter(({ outcome }) => outcome === "accepted")).toHaveLength(distinct);
        const { rows } = await db.pool.query<{ seen: number }>("select sum(seen_count)::int as seen from event_identities where source_id = $1", [source]);
        expect(rows[0]?.seen).toBe(arrivals.length);
      }),
      { numRuns: 40 },
    );
  });
});
