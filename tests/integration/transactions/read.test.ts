import { beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { newId, publicId } from "#lib/platform/ids";
import { handle } from "#lib/rest/handle";
import { getCustomerRoute, totalTransactionsRoute } from "#lib/rest/transaction-routes";
import { unmaskRoute } from "#lib/rest/unmask-route";
import { acknowledgeAnomaly } from "#lib/transactions/acknowledge-anomaly";
import { customerDigest } from "#lib/events/customer-digest";
import { getCustomer } from "#lib/transactions/get-customer";
import { getTransaction } from "#lib/transactions/get-transaction";
import { transactionFilters, transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { projectEvents } from "#lib/transactions/project-events";
import { resolveTransaction } from "#lib/transactions/resolve-transaction";
import { totalTransactions } from "#lib/transactions/total-transactions";
import { apiKeyActor, apiRequest, signedInPerson, testInstallation, type TestPerson, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { storeMessages } from "#tests/support/stored-events";
import { eur, storedSource, storedTransaction } from "#tests/support/transactions";
import { bodiesOf, stories } from "../../fixtures/stories/tell-story.ts";

const db = await testDatabase();
const reader = apiKeyActor(["transactions:read"]);
let operator: UserActor;
let person: TestPerson;
let viewer: TestPerson;
let sourceId: string;

beforeAll(async () => {
  await testInstallation(db);
  person = await signedInPerson(db, "operator");
  viewer = await signedInPerson(db, "viewer");
  operator = person.actor;
  sourceId = await storedSource(db, { provider: "stripe" });
});

/** The messages of a story, stored and folded in the reverse order; the ids of the events in the order of the story. */
async function tell(provider: string, name: string): Promise<{ id: string; eventIds: string[] }> {
  const story = stories.find((one) => one.provider === provider && one.name === name);
  if (story === undefined) throw new Error(`there is no story "${name}"`);
  const settings: object = story.settings;
  const own = await db.prisma.source.create({ data: { id: newId(), provider, name, mode: "test", settings } });
  const bodies = bodiesOf(story);
  const ids = await storeMessages(db, bodies.toReversed().map((body) => ({ sourceId: own.id, body })));
  await projectEvents(db.pool, ids);
  const { data } = await listTransactions(reader, transactionsQuery.parse({ sourceId: publicId("source", own.id) }));
  return { id: data[0]?.id ?? "", eventIds: ids.toReversed().map((id) => publicId("event", id)) };
}

describe("one transaction", () => {
  it("tells its operations, its events in their own order with amounts, and for every field the event and the rule", async () => {
    const { id, eventIds } = await tell("stripe", "a refund done and another failed");
    const one = await getTransaction(reader, id);
    expect(one).toMatchObject({ status: "partially_refunded", foldedStatus: "partially_refunded", amount: eur(2599), amounts: { captured: eur(2599), refunded: eur(600) }, personalMasked: true, resolution: null });
    expect(one.operations.map(({ kind, state, amount }) => [kind, state, amount?.amountMinor])).toEqual([["capture", "done", 2599n], ["refund", "done", 600n], ["refund", "failed", 400n]]);
    const events = one.timeline.flatMap((entry) => (entry.kind === "event" ? [entry] : []));
    expect(events.map(({ eventId }) => eventId)).toEqual(eventIds);
    expect(events.map(({ type, amount }) => [type, amount?.amountMinor])).toEqual([
      ["payment.completed", 2599n], ["refund.completed", 600n], ["refund.initiated", 400n], ["refund.failed", 400n],
    ]);
    const refunded = one.why.find(({ field }) => field === "refunded");
    expect(refunded).toEqual({ field: "refunded", eventId: eventIds[1], rule: "sum_of_refunds", sentence: "All refunds that are done, added up." });
    expect(one.why).toHaveLength(11);
  });

  it("shows anomalies with their evidence, and what people did among the events", async () => {
    const { id } = await storedTransaction(db, {
      sourceId,
      status: "captured",
      anomalies: [{ code: "refunded_over_captured", evidence: { eventIds: [newId()], evidence: { captured: { amountMinor: "9007199254740993", currency: "EUR", exponent: 2 }, note: "x" } } }],
    });
    await acknowledgeAnomaly(operator, { id, code: "refunded_over_captured" });
    await resolveTransaction(operator, { id, status: "refunded", note: "agreed by phone" });
    const one = await getTransaction(reader, id);
    expect(one).toMatchObject({ status: "refunded", foldedStatus: "captured", resolution: { status: "refunded", note: "agreed by phone", by: operator.name } });
    expect(one.anomalies).toMatchObject([{ code: "refunded_over_captured", acknowledged: true, acknowledgedBy: operator.name, evidence: { captured: eur(9_007_199_254_740_993n), note: "x" } }]);
    expect(one.timeline).toMatchObject([
      { kind: "act", action: "anomaly.acknowledge", by: operator.name, anomaly: "refunded_over_captured", note: null },
      { kind: "act", action: "transaction.resolve", by: operator.name, note: "agreed by phone", status: "refunded" },
    ]);
  });

  it("is not found by an id that nothing has or that is none", async () => {
    for (const id of [publicId("transaction", newId()), "txn_1", "x"]) expect((await problemOf(getTransaction(reader, id))).kind).toBe("not_found");
    expect((await problemOf(getTransaction(apiKeyActor(["events:read"]), publicId("transaction", newId())))).kind).toBe("forbidden");
  });

  it("shows name and address to who may and asks, which stands in the audit", async () => {
    const customer = { reference: "cus_u", name: "Grace Hopper", email: "grace@example.com", country: "US" };
    const { id, uuid } = await storedTransaction(db, { sourceId, customer });
    expect((await getTransaction(operator, id)).customer).toEqual({ ...customer, name: "***", email: "***" });
    const unmask = (who: TestPerson, body: object) => handle(unmaskRoute).POST(apiRequest("POST", "/unmask", { headers: who.writeHeaders, body }), withParams());
    expect((await unmask(viewer, { type: "transaction", id })).status).toBe(403);
    const shown = await unmask(person, { type: "transaction", id });
    expect(await shown.json()).toMatchObject({ type: "transaction", record: { customer, personalMasked: false } });
    expect(await db.prisma.auditEntry.findFirst({ where: { subjectId: uuid }, orderBy: { position: "desc" } })).toMatchObject({ action: "transaction.unmask", actorId: operator.id });
    expect(await (await unmask(person, { type: "customer", id: "cus_u" })).json()).toMatchObject({ record: { name: "Grace Hopper", email: "grace@example.com", personalMasked: false } });
    expect(await db.prisma.auditEntry.findFirst({ where: { subjectId: customerDigest("cus_u") } })).toMatchObject({ action: "customer.unmask" });
  });
});

describe("one customer", () => {
  it("is everything of the reference over all sources, newest first, masked, with totals that mix no currencies", async () => {
    const other = await storedSource(db, { provider: "praxis", mode: "live" });
    const customer = { reference: "cus/ö 1", name: "Ada", email: "ada@example.com", country: "GB" };
    const event = { id: newId(), requestId: newId(), itemIndex: 0, sourceId, identityHash: Buffer.from("x"), receivedAt: new Date(), state: "processed", type: "payment.completed" };
    await db.prisma.event.create({ data: event });
    const first = await storedTransaction(db, { sourceId, customer, eventIds: [event.id] });
    const second = await storedTransaction(db, { sourceId: other, mode: "live", customer, amount: { amountMinor: 500n, currency: "JPY", exponent: 0 } });
    await storedTransaction(db, { sourceId, customer: { ...customer, reference: "cus/ö 12" } });
    const one = await getCustomer(reader, "cus/ö 1");
    expect(one).toMatchObject({ reference: "cus/ö 1", name: "***", email: "***", country: "GB", nextCursor: null, personalMasked: true });
    expect(one.transactions.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(one.events.map(({ id }) => id)).toEqual([publicId("event", event.id)]);
    expect(one.totals.currencies.map(({ amount }) => amount)).toEqual(expect.arrayContaining([eur(2599), { amountMinor: 500n, currency: "JPY", exponent: 0 }]));
    const headers = { cookie: viewer.cookie };
    expect((await handle(getCustomerRoute).GET(apiRequest("GET", "/customers/x", { headers }), withParams({ reference: "cus/ö 1" }))).status).toBe(200);
    expect((await handle(getCustomerRoute).GET(apiRequest("GET", "/customers/x", { headers }), withParams({ reference: "nobody" }))).status).toBe(404);
  });
});

describe("totals", () => {
  it("add up per currency and exponent, exactly beyond what a number holds, and count what has no amount", async () => {
    const own = publicId("source", await storedSource(db));
    const uuid = own.slice(4);
    const huge = 9_007_199_254_740_993n;
    await storedTransaction(db, { sourceId: uuid, amount: eur(huge) });
    await storedTransaction(db, { sourceId: uuid, amount: eur(huge), status: "partially_refunded", amounts: { authorized: eur(huge), captured: eur(huge), refunded: eur(7), disputed: eur(0), fees: null } });
    await storedTransaction(db, { sourceId: uuid, amount: { amountMinor: 100n, currency: "CLP", exponent: 0 } });
    await storedTransaction(db, { sourceId: uuid, amount: { amountMinor: 100n, currency: "CLP", exponent: 2 } });
    await storedTransaction(db, { sourceId: uuid, amount: null, amounts: { authorized: null, captured: null, refunded: null, disputed: null, fees: null } });
    const totals = await totalTransactions(reader, transactionFilters.parse({ sourceId: own }));
    expect(totals).toMatchObject({ count: 5, exact: true, countedFrom: null, withoutAmount: 1 });
    expect(totals.currencies.map(({ count, amount, captured, refunded }) => [count, amount, captured.amountMinor, refunded.amountMinor])).toEqual([
      [2, eur(2n * huge), 2n * huge, 7n],
      [1, { amountMinor: 100n, currency: "CLP", exponent: 0 }, 100n, 0n],
      [1, { amountMinor: 100n, currency: "CLP", exponent: 2 }, 100n, 0n],
    ]);
    expect((await totalTransactions(reader, transactionFilters.parse({ sourceId: own, status: "partially_refunded" }))).count).toBe(1);
    const response = await handle(totalTransactionsRoute).GET(apiRequest("GET", `/transactions/totals?sourceId=${own}&currency=EUR`, { headers: { cookie: viewer.cookie } }), withParams());
    expect(await response.text()).toContain(`"amountMinor":${String(2n * huge)},`);
    expect((await handle(totalTransactionsRoute).GET(apiRequest("GET", "/transactions/totals?limit=5", { headers: { cookie: viewer.cookie } }), withParams())).status).toBe(400);
  });
});
