import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { lookForAlerts } from "#lib/alerts/look-for-alerts";
import { fanOut } from "#lib/deliveries/fan-out";
import { replayEvent } from "#lib/deliveries/replay-event";
import { startReplay } from "#lib/deliveries/start-replay";
import { createEndpoint } from "#lib/endpoints/create-endpoint";
import { openEndpoint } from "#lib/endpoints/open-endpoint";
import { readEndpointRows } from "#lib/endpoints/open-endpoints.sql";
import { publicId } from "#lib/platform/ids";
import { closeOutbound, openOutbound } from "#lib/platform/outbound/outbound";
import { createSession } from "#lib/sandbox/create-session";
import { paySession } from "#lib/sandbox/take-step";
import { systemRandom } from "#lib/simulator/randomness";
import { signMessage } from "#lib/simulator/sign-message";
import { simulatePayment } from "#lib/simulator/simulated-payment";
import { overview } from "#lib/stats/overview";
import { paymentStats, paymentStatsQuery } from "#lib/stats/payment-stats";
import { stats, statsQuery } from "#lib/stats/stats";
import { exportQuery, exportTransactions } from "#lib/transactions/export-transactions";
import { transactionFilters } from "#lib/transactions/list-queries";
import { projectEvents } from "#lib/transactions/project-events";
import { totalTransactions } from "#lib/transactions/total-transactions";
import { signedInPerson, steppedUp } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { ownDoor } from "#tests/support/own-door";
import { testDoor, type TestDoor } from "#tests/support/receiving";

const db = await testDatabase();
const secret = "whsec_of_both_modes_0123456789abcdef";
const [liveMinor, testMinor] = [1_100n, 77_700];
let door: TestDoor;
let server: { readonly close: () => Promise<void> };
let admin: UserActor;
let live: string;
let test: string;
const endpoints = { live: "", test: "" };

/** What the worker does with what came. */
async function work(): Promise<void> {
  const pending = await db.prisma.event.findMany({ where: { state: "pending" }, select: { id: true } });
  const all = (await readEndpointRows(db.pool)).map((row) => openEndpoint(row, door.installation.ring));
  const known = { all, byId: new Map(all.map((endpoint) => [endpoint.id, endpoint])) };
  await projectEvents(db.pool, pending.map(({ id }) => id), { afterProjecting: (client, projected) => fanOut(client, known, projected.map(({ id }) => id)) });
}

// One payment of each mode: a live one as Stripe sends it, and one that the sandbox plays; and one of the sandbox's that is forged.
beforeAll(async () => {
  door = await testDoor(db);
  server = await ownDoor();
  closeOutbound(openOutbound({ allowPrivateTargets: ["127.0.0.0/8"] }));
  admin = steppedUp((await signedInPerson(db, "admin")).actor);
  const [liveSource, testSource] = [await door.addSource("stripe", {}, secret, "live"), await door.addSource("stripe", {}, secret, "test")];
  [live, test] = [publicId("source", liveSource.id), publicId("source", testSource.id)];
  for (const mode of ["live", "test"] as const) endpoints[mode] = (await createEndpoint(admin, { url: "http://127.0.0.1:9/hooks", description: mode, mode }, { force: true })).id;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const message = signMessage({ provider: "stripe", mode: "live", secret, type: "payment_intent.succeeded", payment: { ...simulatePayment(systemRandom, nowSeconds), amountMinor: liveMinor, currency: "EUR" }, nowSeconds, random: systemRandom });
  await door.post(liveSource.token, message.headers, message.body);
  const open = async () => (await createSession(admin, { sourceId: test, amountMinor: testMinor, currency: "EUR" })).id;
  await paySession(admin, await open(), { card: "approved", misbehave: null });
  await paySession(admin, await open(), { card: "approved", misbehave: "wrong-key" });
  await work();
});
afterAll(async () => {
  closeOutbound();
  await server.close();
  await door.close();
});

describe("what the sandbox makes", () => {
  it("is in no live sum, count, chart or export, and live payments are in none of test", async () => {
    const totals = async (mode: string) => totalTransactions(admin, transactionFilters.parse({ mode }));
    expect(await totals("live")).toMatchObject({ count: 1, currencies: [{ currency: "EUR", captured: { amountMinor: liveMinor } }] });
    expect(await totals("test")).toMatchObject({ count: 1, currencies: [{ captured: { amountMinor: BigInt(testMinor) } }] });
    const charted = JSON.stringify(await paymentStats(admin, paymentStatsQuery.parse({ mode: "live" })), (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    expect(charted).toContain(String(liveMinor));
    expect(charted).not.toContain(String(testMinor));
    expect(new Set((await stats(admin, statsQuery.parse({ mode: "live" }))).data.map(({ sourceId }) => sourceId))).toEqual(new Set([live]));
    const seen = await overview(admin, { mode: "live" });
    expect(seen.sources.map(({ id }) => id)).toEqual([live]);
    expect(seen).toMatchObject({ today: { rejected: 0 }, latestFailures: [] });
    let text = "";
    for await (const piece of (await exportTransactions(admin, exportQuery.parse({ mode: "live" }))).pieces) text += piece.text;
    expect(text).toContain("11.00");
    expect(text).not.toContain("777.00");
    expect(text).not.toContain(test);
  });

  it("is delivered to endpoints of mode test alone, and no replay brings it to a live one", async () => {
    const bySource = async (endpoint: string) => new Set((await db.prisma.delivery.findMany({ where: { targetId: endpoint.slice(4) } })).map(({ eventId }) => eventId));
    const eventsOf = async (source: string) => (await db.prisma.event.findMany({ where: { sourceId: source.slice(4) }, select: { id: true } })).map(({ id }) => id);
    const [liveEvents, testEvents] = [await eventsOf(live), await eventsOf(test)];
    expect(await bySource(endpoints.live)).toEqual(new Set(liveEvents));
    expect(await bySource(endpoints.test)).toEqual(new Set(testEvents));
    const refused = await problemOf(replayEvent(admin, publicId("event", testEvents[0] ?? ""), { endpointIds: [endpoints.live] }));
    expect(refused).toMatchObject({ kind: "bad_input", errors: [{ path: "endpointIds" }] });
    expect((await problemOf(replayEvent(admin, publicId("event", liveEvents[0] ?? ""), { endpointIds: [endpoints.test] }))).kind).toBe("bad_input");
    expect(await startReplay(admin, { filter: { sourceId: test }, endpointIds: [endpoints.live], dryRun: true })).toMatchObject({ plan: { count: 0 } });
    expect(await startReplay(admin, { filter: {}, endpointIds: [endpoints.live], dryRun: true })).toMatchObject({ plan: { count: liveEvents.length } });
  });

  it("raises alarm over its own source alone", async () => {
    await lookForAlerts(db.pool, Date.now());
    const alerts = await db.prisma.alert.findMany({ select: { subject: true } });
    expect(alerts.filter(({ subject }) => subject.includes(live.slice(4)))).toEqual([]);
    expect(await db.prisma.request.count({ where: { sourceId: live.slice(4) } })).toBe(1);
  });
});
