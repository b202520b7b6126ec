import { beforeAll, describe, expect, it, vi } from "vitest";
import type { PayloadSearch } from "#lib/events/payload-search-shape";
import { payloadQuery, searchPayloads } from "#lib/events/search-payloads";
import { systemClock } from "#lib/platform/clock";
import { publicId } from "#lib/platform/ids";
import { apiKeyActor, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { fillPayments } from "#tests/support/fill-payments";
import { problemOf } from "#tests/support/nouns";
import { storeMessages } from "#tests/support/stored-events";
import { storedSource } from "#tests/support/transactions";

const db = await testDatabase();
const reader = apiKeyActor(["events:read", "personal:read"]);
const viewer = apiKeyActor(["events:read"]);
const range = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() };
const events: string[] = [];
let shop: string;

beforeAll(async () => {
  await testInstallation(db);
  shop = await storedSource(db);
  const other = await storedSource(db);
  // Older requests, of which some are looked at in every search.
  await fillPayments(db.pool, { transactions: 5_000, events: 1, requests: 5_000, days: 2, endMs: Date.now() - 1_000 });
  const bodies = ['{"note":"Pommes für alle"}', '{"note":"Pommes f\\u00fcr alle"}', "note=Pommes", '{"note":"100% _x_"}'];
  events.push(...(await storeMessages(db, bodies.map((body, index) => ({ sourceId: index === 2 ? other : shop, body: Buffer.from(body) })))).map((id) => publicId("event", id)));
  events.push(...(await storeMessages(db, [{ sourceId: shop, body: Buffer.from([0xff, 0xfe, ...Buffer.from("Pommes in no known text")]) }])).map((id) => publicId("event", id)));
});

const search = (query: Readonly<Record<string, string>>): Promise<PayloadSearch> => searchPayloads(reader, payloadQuery.parse({ ...range, ...query }));
const found = async (query: Readonly<Record<string, string>>) => (await search(query)).data.map(({ id }) => events.indexOf(id));

describe("the search in payloads", () => {
  it("finds a text wherever it stands, in JSON, forms and bytes that are no text, newest first", async () => {
    expect(await found({ text: "Pommes" })).toEqual([4, 2, 1, 0]);
    expect(await found({ text: "Pommes", sourceId: publicId("source", shop) })).toEqual([4, 1, 0]);
  });

  it("finds letters that are written as escapes, and takes signs of patterns as they are", async () => {
    expect(await found({ text: "für alle" })).toEqual([1, 0]);
    expect(await found({ text: "100% _x_" })).toEqual([3]);
    expect(await found({ text: "pommes" })).toEqual([]);
    expect(await found({ text: "1_0%" })).toEqual([]);
  });

  it("finds nothing behind the mask for whoever may not unmask, and everything beside it", async () => {
    const source = await storedSource(db);
    const bodies = Array.from({ length: 45 }, (_none, index) => `{"order":"A-${String(index)}","customer":{"name":"Zoë Petrakis","email":"zoe@example.org"},"at":"shop\u00e9"}`);
    await storeMessages(db, bodies.map((body) => ({ sourceId: source, body: Buffer.from(body) })));
    const asked = async (as: typeof viewer, text: string) => (await searchPayloads(as, payloadQuery.parse({ ...range, text, sourceId: publicId("source", source), limit: "30" }))).data.length;
    for (const text of ["Petrakis", "Petr", "zoe@", '"email":"z', "Zo\u00eb"]) expect([text, await asked(viewer, text)]).toEqual([text, 0]);
    expect(await asked(reader, "Petrakis")).toBe(30);
    expect([await asked(viewer, "A-44"), await asked(viewer, '"order":"A-'), await asked(viewer, "shopé")]).toEqual([1, 30, 30]);
  });

  it("keeps to the sources of a mode", async () => {
    const counted = async (mode: "test" | "live") => (await search({ text: "Pommes", mode })).data.length;
    expect((await counted("test")) + (await counted("live"))).toBe(4);
    expect([await counted("test"), await counted("live")]).toContain(0);
  });

  it("goes on for a viewer where a page was full, each event once", async () => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: PayloadSearch = await searchPayloads(viewer, payloadQuery.parse({ ...range, text: '"order":"A-', limit: "20", ...(cursor === undefined ? {} : { cursor }) }));
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([45, 45]);
  });

  it("stops for a viewer after any body once its time is over, and goes on from there", async () => {
    let nowMs = Date.now();
    // A second goes by whenever somebody looks at the clock.
    const clock = vi.spyOn(systemClock, "now").mockImplementation(() => (nowMs += 1_000));
    try {
      const seen: string[] = [];
      let pages = 0;
      for (let cursor: string | null | undefined; cursor !== null; pages += 1) {
        const page: PayloadSearch = await searchPayloads(viewer, payloadQuery.parse({ ...range, text: '"order":"A-', ...(cursor === undefined ? {} : { cursor }) }));
        expect(page.data.length).toBeLessThan(3);
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect([seen.length, new Set(seen).size]).toEqual([45, 45]);
      expect(pages).toBeGreaterThan(22);
    } finally {
      clock.mockRestore();
    }
  });

  it("keeps to its range and says that all of it was looked at", async () => {
    const none = await search({ text: "Pommes", to: new Date(Date.now() - 1_800_000).toISOString() });
    expect(none).toEqual({ data: [], nextCursor: null, searchedFrom: range.from });
  });

  it("goes on where it stopped until everything was looked at, each event once", async () => {
    const wide = { text: '"filler"', from: new Date(Date.now() - 5 * 86_400_000).toISOString(), limit: "200" };
    const seen: string[] = [];
    let pages = 0;
    for (let cursor: string | null | undefined; cursor !== null; pages += 1) {
      const page = await search(cursor === undefined ? wide : { ...wide, cursor });
      expect(page.data.length).toBeLessThanOrEqual(200);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(pages).toBeGreaterThan(24);
    expect([seen.length, new Set(seen).size]).toEqual([5_000, 5_000]);
  });

  it("refuses a range that is too long or turned round, and texts that are too short", async () => {
    const long = await problemOf(search({ text: "Pommes", from: "2026-01-01T00:00:00Z", to: "2026-02-02T00:00:00Z" }));
    expect([long.kind, long.errors]).toEqual(["bad_input", [{ path: "from", message: "must be at most 31 days before to" }]]);
    expect((await problemOf(search({ text: "Pommes", to: range.from, from: range.to }))).errors).toEqual([{ path: "from", message: "must be before to" }]);
    expect(payloadQuery.safeParse({ ...range, text: " x " }).success).toBe(false);
    expect(payloadQuery.safeParse({ text: "Pommes", from: range.from }).success).toBe(false);
  });
});
