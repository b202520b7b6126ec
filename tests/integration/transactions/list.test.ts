import { beforeAll, describe, expect, it } from "vitest";
import { publicId } from "#lib/platform/ids";
import { handle } from "#lib/rest/handle";
import { listTransactionsRoute } from "#lib/rest/transaction-routes";
import { transactionsQuery } from "#lib/transactions/list-queries";
import { listTransactions } from "#lib/transactions/list-transactions";
import { apiKeyActor, apiRequest, signedInPerson, testInstallation, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";
import { eur, storedSource, storedTransaction } from "#tests/support/transactions";

const db = await testDatabase();
const reader = apiKeyActor(["transactions:read", "personal:read"]);
const ids = new Map<string, string>();
let shop: string;
let other: string;

const past2to53 = 9_007_199_254_740_993n;

beforeAll(async () => {
  await testInstallation(db);
  shop = await storedSource(db);
  other = await storedSource(db, { provider: "stripe", mode: "live" });
  const day = (n: number) => new Date(Date.UTC(2026, 2, n));
  const store = async (name: string, given: Omit<Parameters<typeof storedTransaction>[1], "sourceId"> & { sourceId?: string }) => {
    const { id } = await storedTransaction(db, { sourceId: shop, reference: name, ...given });
    ids.set(id, name);
  };
  await store("plain", { at: day(1) });
  await store("refused", { at: day(2), status: "failed", amount: eur(1000), method: { type: "card", brand: "mc", last4: "4444" } });
  await store("big", { at: day(3), amount: eur(past2to53), customer: { reference: "cus_7", name: "Ada Lovelace", email: "Ada@Example.com", country: "GB" } });
  await store("yen", { at: day(4), amount: { amountMinor: 2599n, currency: "JPY", exponent: 0 }, method: { type: "wallet", brand: null, last4: null } });
  await store("dispute", { at: day(5), sourceId: other, mode: "live", dispute: "chargeback", references: ["dispute", "pi_77", "ch_77"] });
  await store("payout", { at: day(6), sourceId: other, mode: "live", kind: "payout", status: "paid", method: { type: "bank", brand: null, last4: null } });
  await store("lone", { at: day(7), kind: "refund", unlinked: true, status: "pending" });
  await store("closed", { at: day(8), status: "pending", resolved: { status: "captured", note: "by phone", by: "Ann" } });
  await store("odd", { at: day(9), anomalies: [{ code: "refunded_over_captured" }, { code: "amount_changed", acknowledgedBy: "Ann" }] });
  await store("seen", { at: day(10), anomalies: [{ code: "amount_changed", acknowledgedBy: "Ann" }] });
});

async function found(query: Readonly<Record<string, string>>): Promise<(string | undefined)[]> {
  const { data } = await listTransactions(reader, transactionsQuery.parse(query));
  return data.map(({ id }) => ids.get(id));
}

const all = ["seen", "odd", "closed", "lone", "payout", "dispute", "yen", "big", "refused", "plain"];
const without = (...names: string[]) => all.filter((name) => !names.includes(name));

describe("the list of transactions", () => {
  it("holds all of them, newest first, and goes on by its cursor without a gap or a repeat", async () => {
    expect(await found({})).toEqual(all);
    for (const filter of [{}, { mode: "test" }, { currency: "EUR" }, { q: "2599" }]) {
      const seen: (string | undefined)[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listTransactions(reader, transactionsQuery.parse({ ...filter, limit: "2", ...(cursor === undefined ? {} : { cursor }) }));
        seen.push(...page.data.map(({ id }) => ids.get(id)));
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(await found(filter));
    }
  });

  it.each([
    [{ status: "failed" }, ["refused"]],
    [{ status: "captured", resolved: "true" }, ["closed"]],
    [{ resolved: "false" }, without("closed")],
    [{ kind: "payout" }, ["payout"]],
    [{ kind: "refund", unlinked: "true" }, ["lone"]],
    [{ unlinked: "false" }, without("lone")],
    [{ dispute: "chargeback" }, ["dispute"]],
    [{ dispute: "none" }, without("dispute")],
    [{ currency: "jpy" }, ["yen"]],
    [{ mode: "live" }, ["payout", "dispute"]],
    [{ mode: "live", kind: "payment" }, ["dispute"]],
    [{ method: "wallet" }, ["yen"]],
    [{ last4: "4444" }, ["refused"]],
    [{ customer: "cus_7" }, ["big"]],
    [{ reference: "ch_77" }, ["dispute"]],
    [{ minAmountMinor: "9007199254740993" }, ["big"]],
    [{ minAmountMinor: "9007199254740994" }, []],
    [{ maxAmountMinor: "1000" }, ["refused"]],
    [{ minAmountMinor: "1001", maxAmountMinor: "2599", currency: "JPY" }, ["yen"]],
    [{ anomaly: "amount_changed" }, ["seen", "odd"]],
    [{ anomaly: "any" }, ["odd"]],
    [{ from: "2026-03-09T00:00:00Z" }, ["seen", "odd"]],
    [{ from: "2026-03-02T00:00:00Z", to: "2026-03-04T00:00:00+00:00" }, ["big", "refused"]],
    [{ to: "2026-03-04T00:00:00Z", status: "captured", currency: "EUR" }, ["big", "plain"]],
  ] satisfies [Record<string, string>, string[]][])("with %j holds %j", async (query, names) => {
    expect(await found(query)).toEqual(names);
  });

  it("keeps to one source, beside any other filter", async () => {
    const sourceId = publicId("source", other);
    expect(await found({ sourceId })).toEqual(["payout", "dispute"]);
    expect(await found({ sourceId, mode: "test" })).toEqual([]);
    expect(await found({ sourceId, status: "captured" })).toEqual(["dispute"]);
    expect(await found({ sourceId, q: "plain" })).toEqual([]);
  });

  it.each([
    ["big", ["big"]],
    ["pi_77", ["dispute"]],
    ["4444", ["refused"]],
    ["  ada@example.COM ", ["big"]],
    ["cus_7", ["big"]],
    ["25.99", without("refused", "big", "yen")],
    ["25,99 eur", without("refused", "big", "yen")],
    ["2599 JPY", ["yen"]],
    ["JPY 2599.00", ["yen"]],
    ["90071992547409.93", ["big"]],
    ["90071992547409.94", []],
    ["10", ["refused"]],
    ["nothing has this", []],
    ["' or true --", []],
  ])("finds by %j what it may mean, without being told", async (q, names) => {
    expect(await found({ q })).toEqual(names);
  });

  it("finds by its own id", async () => {
    const [id = ""] = [...ids].find(([, name]) => name === "yen") ?? [];
    expect(await found({ q: id })).toEqual(["yen"]);
    expect(await found({ q: id.replace("txn_", "evt_") })).toEqual([]);
  });

  it("tells amounts exactly and personal fields not at all", async () => {
    const person = await signedInPerson(db, "viewer");
    const response = await handle(listTransactionsRoute).GET(apiRequest("GET", "/transactions?customer=cus_7", { headers: { cookie: person.cookie } }), withParams());
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('"amount":{"amountMinor":9007199254740993,"currency":"EUR","exponent":2}');
    expect(text).toContain('"customer":{"reference":"cus_7","name":"***","email":"***","country":"GB"}');
    expect(text).not.toMatch(/Lovelace|example\.com/i);
  });

  it.each([["status=done", "status"], ["minAmountMinor=1.5", "minAmountMinor"], ["minAmountMinor=1e3", "minAmountMinor"], ["last4=12", "last4"], ["currency=EURO", "currency"], ["anomaly=x", "anomaly"], ["resolved=yes", "resolved"], ["q=", "q"], ["cursor=x", "cursor"], ["sum=1", "sum"]])("refuses %s and names it", async (query, path) => {
    const { cookie } = await signedInPerson(db, "viewer");
    const response = await handle(listTransactionsRoute).GET(apiRequest("GET", `/transactions?${query}`, { headers: { cookie } }), withParams());
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path }] });
  });

  it("is closed to a key without its scope", async () => {
    expect((await problemOf(listTransactions(apiKeyActor(["events:read"]), transactionsQuery.parse({})))).kind).toBe("forbidden");
  });
});
