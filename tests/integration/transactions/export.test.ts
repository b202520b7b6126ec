import { beforeAll, describe, expect, it } from "vitest";
import { publicId } from "#lib/platform/ids";
import { handle } from "#lib/rest/handle";
import { exportTransactionsRoute } from "#lib/rest/transaction-routes";
import { signedInPerson, testInstallation, type TestPerson, apiRequest, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { fillPayments } from "#tests/support/fill-payments";
import { eur, storedSource, storedTransaction } from "#tests/support/transactions";

const db = await testDatabase();
let viewer: TestPerson;
let operator: TestPerson;
let small: string;
const many = 12_000;
const huge = 9_007_199_254_740_993n;

beforeAll(async () => {
  await testInstallation(db);
  viewer = await signedInPerson(db, "viewer");
  operator = await signedInPerson(db, "operator");
  await fillPayments(db.pool, { transactions: many, events: 0, days: 10, endMs: Date.now() - 86_400_000 });
  const uuid = await storedSource(db);
  small = publicId("source", uuid);
  await storedTransaction(db, { sourceId: uuid, reference: "=cmd|' /C calc'!A0", amount: eur(huge), customer: { reference: "c, 1", name: "Zoë \"Z\"", email: "zoe@example.com", country: "DE" } });
  await storedTransaction(db, {
    sourceId: uuid, reference: "other", amount: eur(100),
    amounts: { authorized: eur(100), captured: { amountMinor: 90n, currency: "USD", exponent: 2 }, refunded: null, disputed: null, fees: null },
  });
});

async function download(query: string, who: TestPerson = viewer): Promise<Response> {
  return handle(exportTransactionsRoute).GET(apiRequest("GET", `/transactions/export?${query}`, { headers: { cookie: who.cookie } }), withParams());
}

/** Cells of a line without quotes in it. */
const linesOf = (text: string): string[] => text.split("\r\n").slice(0, -1);
const columnOf = (text: string, name: string): number => (linesOf(text)[0] ?? "").split(",").indexOf(name);

describe("the export of transactions", () => {
  it("is CSV with a header line, amounts as numbers with every digit, and no text that a spreadsheet runs", async () => {
    const response = await download(`sourceId=${small}`);
    expect([response.status, response.headers.get("content-type"), response.headers.get("content-disposition"), response.headers.get("x-total-count")]).toEqual([
      200, "text/csv; charset=utf-8; header=present", 'attachment; filename="transactions.csv"', "2",
    ]);
    const text = await response.text();
    const [head, other = "", evil = "", ...more] = linesOf(text);
    expect(head?.startsWith("id,createdAt,updatedAt,provider,sourceId,mode,kind,reference,status,")).toBe(true);
    expect(more).toEqual([]);
    expect(evil).toContain(",'=cmd|' /C calc'!A0,captured,captured,none,EUR,2,90071992547409.93,9007199254740993,");
    expect(evil).toContain(',"c, 1",***,***,DE,');
    expect(other.split(",")[columnOf(text, "capturedMinor")]).toBe("");
    expect(other.split(",")[columnOf(text, "authorizedMinor")]).toBe("100");
  });

  it("begins with a byte order mark where that is asked for", async () => {
    const bytes = new Uint8Array(await (await download(`sourceId=${small}&bom=true`)).arrayBuffer());
    expect([...bytes.subarray(0, 5)]).toEqual([0xef, 0xbb, 0xbf, 0x69, 0x64]);
  });

  it("is JSON Lines in the shape of the API, exact beyond 2^53", async () => {
    const response = await download(`sourceId=${small}&format=jsonl`);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`"amount":{"amountMinor":${String(huge)},"currency":"EUR","exponent":2}`);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ reference: "other", amounts: { captured: { currency: "USD" } } });
  });

  it("holds every transaction of the filter once, newest first, whatever the size", async () => {
    const count = async (where: string) => Number((await db.pool.query<{ count: string }>(`select count(*) as count from transactions where ${where}`)).rows[0]?.count);
    for (const [query, where] of [["", "true"], ["status=failed&currency=EUR", "status = 'failed' and currency = 'EUR'"], ["mode=test", "mode = 'test'"], ["customer=cus_7", "customer_reference = 'cus_7'"]] as const) {
      const response = await download(query);
      const ids = linesOf(await response.text()).slice(1).flatMap((line) => /^txn_[0-9a-f-]{36}/.exec(line)?.[0] ?? []);
      expect(ids.length).toBe(await count(where));
      expect(response.headers.get("x-total-count")).toBe(String(ids.length));
      expect(ids).toEqual([...new Set(ids)].sort().toReversed());
    }
  });

  it("stops its work and frees its place when its reader leaves, and is refused while too many are written", async () => {
    const open = [await download("format=jsonl"), await download("format=jsonl")];
    const readers = open.map((response) => response.body?.getReader());
    for (const reader of readers) expect((await reader?.read())?.done).toBe(false);
    const refused = await download("");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "15"]);
    expect(await (await download(`sourceId=${small}`, operator)).text()).toContain("other");
    for (const reader of readers) await reader?.cancel();
    expect((await (await download(`sourceId=${small}`)).text()).length).toBeGreaterThan(0);
  });

  it("shows personal fields to who may and asks; each export stands in the audit without addresses", async () => {
    expect((await download(`sourceId=${small}&personal=true`)).status).toBe(403);
    expect(await (await download(`sourceId=${small}&personal=true`, operator)).text()).toContain('"Zoë ""Z""",zoe@example.com');
    await (await download("q=zoe@example.com&minAmountMinor=1", operator)).text();
    const entries = await db.prisma.auditEntry.findMany({ where: { action: "transaction.export", actorId: operator.actor.id }, orderBy: { position: "desc" }, take: 2 });
    expect(entries.map(({ details }) => details)).toEqual([
      { format: "csv", bom: false, personal: false, minAmountMinor: "1", searched: true },
      { format: "csv", bom: false, personal: true, sourceId: small, searched: false },
    ]);
  });

  it.each(["format=xml", "limit=10", "cursor=x", "personal=yes"])("refuses %s", async (query) => {
    expect((await download(query)).status).toBe(400);
  });
});
