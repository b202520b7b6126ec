import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { publicId } from "#lib/platform/ids";
import { overview } from "#lib/stats/overview";
import { stats, statsQuery } from "#lib/stats/stats";
import { apiKeyActor, signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders, problemOf } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let viewer: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  viewer = (await signedInPerson(db, "viewer")).actor;
});
afterAll(() => door.close());

const secret = "a key of these tests";

async function send(token: string, body: string, key = secret): Promise<void> {
  await door.post(token, gatewayHeaders(key, body), body);
}

describe("the overview", () => {
  it("teaches on an empty installation", async () => {
    expect(await overview(viewer)).toMatchObject({ allRight: true, sources: [], latestFailures: [], today: { total: 0 } });
  });

  it("counts today, judges every source and shows the latest failures", async () => {
    const good = await door.addSource("gateway", {}, secret, "live");
    const bad = await door.addSource("gateway", {}, secret);
    const idle = await door.addSource("gateway", {}, null);
    await send(good.token, '{"id":"1"}');
    await send(good.token, '{"id":"1"}');
    await send(bad.token, '{"id":"1"}', "wrong");
    const seen = await overview(viewer, { timeZone: "Pacific/Chatham" });
    expect(seen.allRight).toBe(false);
    expect(seen.sentence).toContain("1 source refuses messages");
    expect(seen.today).toMatchObject({ accepted: 1, duplicate: 1, rejected: 1, total: 3 });
    const healthOf = (id: string) => seen.sources.find((source) => source.id === publicId("source", id));
    expect(healthOf(good.id)).toMatchObject({ health: "ok", today: { accepted: 1, duplicate: 1 }, lastRejectedAt: null, usableKeys: 1 });
    expect(healthOf(good.id)?.lastMessageAt).not.toBeNull();
    expect(healthOf(bad.id)).toMatchObject({ health: "refusing", lastMessageAt: null });
    expect(healthOf(bad.id)?.lastRejectedAt).not.toBeNull();
    expect(healthOf(idle.id)).toMatchObject({ health: "no_key", usableKeys: 0 });
    expect(seen.latestFailures).toEqual([expect.objectContaining({ sourceId: publicId("source", bad.id), outcome: "rejected", reason: "signature_mismatch" })]);
    expect((await overview(viewer, { mode: "live" })).sources.map(({ id }) => id)).toEqual([publicId("source", good.id)]);
    expect((await overview(viewer, { mode: "live" })).latestFailures).toEqual([]);
  });
});

describe("statistics", () => {
  it("add up over writer lanes, by hour or by day of a zone", async () => {
    const source = await door.addSource("gateway", {}, secret);
    const at = (hour: string): Date => new Date(`2026-01-01T${hour}:00:00Z`);
    const row = { sourceId: source.id, keyId: source.keyId, outcome: "accepted", bytes: 10n, lastAt: at("12") };
    await db.prisma.requestCount.createMany({
      data: [
        { ...row, hour: at("09"), lane: 0, count: 2n },
        { ...row, hour: at("09"), lane: 1, count: 3n },
        { ...row, hour: at("12"), lane: 0, count: 5n },
        { ...row, hour: at("12"), lane: 0, count: 7n, outcome: "rejected" },
      ],
    });
    const query = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", sourceId: publicId("source", source.id) };
    const byHour = await stats(viewer, statsQuery.parse(query));
    expect(byHour.data.map(({ at: hour, outcome, count, bytes }) => [hour.slice(11, 13), outcome, count, bytes])).toEqual([
      ["09", "accepted", 5, 20],
      ["12", "accepted", 5, 10],
      ["12", "rejected", 7, 10],
    ]);
    const byDay = await stats(viewer, statsQuery.parse({ ...query, interval: "day", timeZone: "Pacific/Chatham", outcome: "accepted" }));
    // Midnight in Chatham, 13:45 ahead in January, falls between the two.
    expect(byDay.data.map(({ at: day, count }) => [day, count])).toEqual([
      ["2025-12-31T10:15:00.000Z", 5],
      ["2026-01-01T10:15:00.000Z", 5],
    ]);
  });

  it.each([{ to: "0000-01-01T00:00:00Z" }, { to: "9999-12-31T23:59:59-23:59" }, { from: "0000-01-01T00:00:00+23:59", to: "0000-01-02T00:00:00Z" }, { from: "0001-01-01T00:00:00Z", interval: "day" }])("refuse moments that no message came at: %j", async (query) => {
    expect((await problemOf(stats(viewer, statsQuery.parse(query)))).kind).toBe("bad_input");
  });

  it("refuse ranges that cannot be counted, and unknown zones", async () => {
    expect((await problemOf(stats(viewer, statsQuery.parse({ from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" })))).status).toBe(400);
    expect((await problemOf(stats(viewer, statsQuery.parse({ from: "2020-01-01T00:00:00Z" })))).status).toBe(400);
    expect(statsQuery.safeParse({ timeZone: "Mars/Olympus" }).success).toBe(false);
    expect((await problemOf(stats(apiKeyActor(["events:read"]), statsQuery.parse({})))).kind).toBe("forbidden");
  });
});
