import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/platform/ids";
import { boundedName } from "#lib/providers/bounded-texts";
import type { ProviderId } from "#lib/providers/provider";
import { projectEvents } from "#lib/transactions/project-events";
import { previewRefold, refold } from "#lib/transactions/refold";
import { readDetails } from "#lib/transactions/transaction-details";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { storeMessages } from "#tests/support/stored-events";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});

async function addSource(provider: ProviderId, settings: object): Promise<string> {
  const { id } = await db.prisma.source.create({ data: { id: newId(), provider, name: provider, mode: "test", settings } });
  return id;
}

/** A gateway's message; `amount` as text, so that every digit counts. */
function gatewayBody(id: string, event: string, second: number, data: string): Buffer {
  return Buffer.from(`{"id":"${id}","event":"${event}","created_at":"2026-01-01T00:00:${String(second).padStart(2, "0")}Z","data":{${data},"currency":"EUR"}}`);
}

/** What stands in the rows, without our own ids and moments. */
async function stateOf(sourceId: string): Promise<unknown> {
  const transactions = await db.prisma.transaction.findMany({ where: { sourceId }, include: { anomalies: { select: { code: true }, orderBy: { code: "asc" } } }, orderBy: { reference: "asc" } });
  const { rows: events } = await db.pool.query<{ name: string; state: string; transaction: string | null; repeat: boolean }>(
    `select e."references"[cardinality(e."references")] || coalesce(e.provider_type, '') as name, e.state, t.reference as transaction, e.repeat
     from events e left join transactions t on t.id = e.transaction_id where e.source_id = $1 order by 1`,
    [sourceId],
  );
  return { transactions: transactions.map(({ reference, foldedStatus, capturedMinor, refundedMinor, unlinked, anomalies, search }) => ({ reference, foldedStatus, capturedMinor, refundedMinor, unlinked, anomalies, search })), events };
}

const only = async (sourceId: string) => {
  const [one, ...others] = await db.prisma.transaction.findMany({ where: { sourceId }, include: { anomalies: true } });
  if (one === undefined || others.length > 0) throw new Error(`${String(others.length + 1)} transactions, one was expected`);
  return one;
};

describe("several workers at once", () => {
  it("end in the same rows as one, also where links arrive late and sets overlap", async () => {
    const bodies = Array.from({ length: 12 }, (_, number) => {
      const payment = `pay_${String(number)}`;
      return [
        gatewayBody(`a${payment}`, "payment.completed", 1, `"id":"${payment}","amount":900`),
        gatewayBody(`b${payment}`, "refund.initiated", 2, `"id":"re_${payment}","amount":100`),
        gatewayBody(`c${payment}`, "refund.completed", 3, `"id":"re_${payment}","payment_id":"${payment}","amount":100`),
        gatewayBody(`d${payment}`, "refund.completed", 4, `"id":"rf_${payment}","payment_id":"${payment}","amount":200`),
      ];
    }).flat();
    const alone = await addSource("gateway", {});
    await projectEvents(db.pool, await storeMessages(db, bodies.map((body) => ({ sourceId: alone, body }))));
    const expected = await stateOf(alone);
    const shared = await addSource("gateway", {});
    const ids = await storeMessages(db, bodies.map((body) => ({ sourceId: shared, body })));
    const part = (worker: number) => ids.filter((_, index) => index % 3 === worker || index % 7 === 0);
    const told: string[] = [];
    const afterProjecting = (_client: unknown, projected: readonly { readonly id: string }[]): Promise<void> => {
      told.push(...projected.map(({ id }) => id));
      return Promise.resolve();
    };
    const sets = (all: readonly string[]) => [all.slice(0, 7), all.slice(7)];
    await Promise.all([part(0), part(1).toReversed(), part(2)].map(async (all) => {
      for (const set of sets(all)) await projectEvents(db.pool, set, { afterProjecting });
    }));
    expect(await stateOf(shared)).toEqual(expected);
    // Each event is told of once, by whoever read it first.
    expect(told.toSorted()).toEqual(ids.toSorted());
  });
});

describe("a refund that came before its payment", () => {
  it("waits by itself, then joins; its closing and what was acknowledged go with it", async () => {
    const sourceId = await addSource("praxis", { merchantId: "M", applicationKey: "A" });
    const body = (transaction: object, timestamp: number) => Buffer.from(JSON.stringify({ customer: { customer_token: "tok" }, session: { order_id: "7" }, transaction: { currency: "JPY", amount: 100, ...transaction }, timestamp }));
    const [refund] = await storeMessages(db, [{ sourceId, body: body({ transaction_type: "refund", transaction_status: "approved", tid: 2, reference_id: 1 }, 1_767_225_700) }]);
    await projectEvents(db.pool, [refund ?? ""]);
    const waiting = await only(sourceId);
    expect(waiting).toMatchObject({ reference: "1", kind: "refund", unlinked: true });
    await db.prisma.transaction.update({ where: { id: waiting.id }, data: { status: "refunded", resolutionStatus: "refunded", resolutionNote: "by hand", resolutionBy: "b", resolutionAt: new Date() } });
    const [sale] = await storeMessages(db, [{ sourceId, body: body({ transaction_type: "sale", transaction_status: "approved", tid: 1 }, 1_767_225_600) }]);
    await projectEvents(db.pool, [sale ?? ""]);
    expect(await only(sourceId)).toMatchObject({ reference: "1", kind: "payment", unlinked: false, foldedStatus: "refunded", resolutionNote: "by hand", id: waiting.id });
  });

  it("under a name of its own, it goes into the payment's row with its closing and its acknowledgement", async () => {
    const sourceId = await addSource("gateway", {});
    const ids = await storeMessages(db, [{ sourceId, body: gatewayBody("j1", "refund.initiated", 1, '"id":"re_1","amount":100') }]);
    await projectEvents(db.pool, ids);
    const waiting = await only(sourceId);
    expect(waiting).toMatchObject({ reference: "re_1", unlinked: true });
    await db.prisma.transaction.update({ where: { id: waiting.id }, data: { status: "refunded", resolutionStatus: "refunded", resolutionNote: "by hand", resolutionBy: "b", resolutionAt: new Date() } });
    const [late] = await storeMessages(db, [{ sourceId, body: gatewayBody("j2", "refund.initiated", 2, '"id":"re_1","amount":100') }]);
    await projectEvents(db.pool, [late ?? ""]);
    await db.prisma.transactionAnomaly.updateMany({ where: { transactionId: waiting.id }, data: { acknowledgedAt: new Date(), acknowledgedBy: "b" } });
    // The second message of the refund names its payment; it came while the refund was closed.
    const [link] = await storeMessages(db, [{ sourceId, body: gatewayBody("j3", "refund.completed", 3, '"id":"re_1","payment_id":"pay_9","amount":100') }]);
    await db.prisma.transaction.update({ where: { id: waiting.id }, data: { resolutionAt: new Date(Date.now() + 60_000) } });
    await projectEvents(db.pool, [link ?? ""]);
    const joined = await only(sourceId);
    expect(joined).toMatchObject({ reference: "pay_9", status: "refunded", resolutionNote: "by hand", anomalies: [{ code: "event_after_manual_close", acknowledgedBy: "b" }] });
    const { rows } = await db.pool.query<{ transaction_id: string }>("select distinct transaction_id from events where source_id = $1", [sourceId]);
    expect(rows).toEqual([{ transaction_id: joined.id }]);
  });
});

describe("what cannot be written", () => {
  it("is set aside alone, in the middle of a set, and is read again on demand", async () => {
    const sourceId = await addSource("gateway", {});
    // The largest amount that a message can name: ten of it together are more than a column holds.
    const huge = "999999999999999999";
    const payments = ["pay_1", "pay_2"].map((id) => gatewayBody(id, "payment.completed", 1, `"id":"${id}","amount":${huge}`));
    const refunds = Array.from({ length: 10 }, (_, number) => gatewayBody(`r${String(number)}`, "refund.completed", 2 + number, `"id":"re_${String(number)}","payment_id":"pay_1","amount":${huge}`));
    const ids = await storeMessages(db, [...payments, ...refunds].map((body) => ({ sourceId, body })));
    await projectEvents(db.pool, ids);
    const states = async () => {
      const { rows } = await db.pool.query<{ state: string; failed: boolean }>("select state, error is not null as failed from events where source_id = $1 order by id", [sourceId]);
      return rows;
    };
    const expected = ids.map((_, index) => (index === ids.length - 1 ? { state: "failed", failed: true } : { state: "processed", failed: false }));
    expect(await states()).toEqual(expected);
    const { rows } = await db.pool.query<{ captured: string; refunded: string; details: unknown }>(
      "select captured_minor::text as captured, refunded_minor::text as refunded, details from transactions where source_id = $1 and reference = 'pay_1'", [sourceId],
    );
    expect(rows[0]).toMatchObject({ captured: huge, refunded: String(BigInt(huge) * 9n) });
    expect(readDetails(rows[0]?.details).amounts.captured?.amountMinor).toBe(BigInt(huge));
    await db.pool.query("update events set state = 'pending', error = null where source_id = $1 and state = 'failed'", [sourceId]);
    await projectEvents(db.pool, ids);
    expect(await states()).toEqual(expected);
  });

  it("leaves its events pending, and writes nothing, when the database goes away before the commit", async () => {
    const sourceId = await addSource("gateway", {});
    const ids = await storeMessages(db, [{ sourceId, body: gatewayBody("k1", "payment.completed", 1, '"id":"pay_1","amount":1') }]);
    const away = Object.assign(new Error("terminating connection"), { code: "57P01" });
    await expect(projectEvents(db.pool, ids, { afterProjecting: () => Promise.reject(away) })).rejects.toBe(away);
    expect(await db.prisma.transaction.count({ where: { sourceId } })).toBe(0);
    expect((await db.prisma.event.findUniqueOrThrow({ where: { id: ids[0] ?? "" } })).state).toBe("pending");
    await projectEvents(db.pool, ids);
    expect(await only(sourceId)).toMatchObject({ reference: "pay_1", foldedStatus: "captured" });
  });
});

describe("folding again", () => {
  it("takes the settings of now; a look at it changes nothing", async () => {
    const settings = { scheme: "standard", merchantAccounts: ["A"], captureMode: "manual" };
    const sourceId = await addSource("adyen", settings);
    const body = Buffer.from('{"live":"false","notificationItems":[{"NotificationRequestItem":{"amount":{"currency":"EUR","value":2599},"eventCode":"AUTHORISATION","eventDate":"2026-01-01T00:00:00+00:00","merchantAccountCode":"A","merchantReference":"r","pspReference":"P1","success":"true"}}]}');
    await projectEvents(db.pool, await storeMessages(db, [{ sourceId, body }]));
    expect((await only(sourceId)).foldedStatus).toBe("authorized");
    await db.prisma.source.update({ where: { id: sourceId }, data: { settings: { ...settings, captureMode: "automatic" } } });
    const payment = { sourceId, reference: "P1" };
    const preview = await previewRefold(db.pool, payment);
    expect(preview.changes.map(({ field }) => field)).toContain("foldedStatus");
    expect((await only(sourceId)).foldedStatus).toBe("authorized");
    expect((await refold(db.pool, [payment])).flatMap(({ changes }) => changes)).toEqual(preview.changes);
    expect((await only(sourceId)).foldedStatus).toBe("captured");
    expect((await refold(db.pool, [payment])).flatMap(({ changes }) => changes)).toEqual([]);
    expect((await db.prisma.event.findFirstOrThrow({ where: { sourceId } })).type).toBe("payment.completed");
  });
});

it("the example of Praxis' own page is a payment that a person would expect", async () => {
  const sourceId = await addSource("praxis", { merchantId: "M", applicationKey: "A" });
  const body = readFileSync(path.resolve(import.meta.dirname, "../../fixtures/seeds/praxis-notification-request.json"));
  await projectEvents(db.pool, await storeMessages(db, [{ sourceId, body }]));
  const { transaction } = JSON.parse(body.toString("utf8")) as { transaction: { tid: number; amount: number; currency: string; transaction_status: string } };
  expect(await only(sourceId)).toMatchObject({ reference: String(transaction.tid), currency: transaction.currency, amountMinor: BigInt(transaction.amount) });
});

describe("texts longer than an index row", () => {
  // Not to be compressed, and beyond PostgreSQL's 2.7 kB.
  const long = randomBytes(6_000).toString("base64url");

  it("are kept as their beginning and a digest, wherever they stand, and two that begin alike stay two", async () => {
    const sourceId = await addSource("gateway", {});
    const customer = `"customer":{"id":"${long}","name":"${long}","email":"${long}@shop.example","country":"${long}"}`;
    const bodies = [
      gatewayBody("1", "payment.completed", 1, `"id":"${long}","amount":900,"payment_method":"${long}",${customer}`),
      gatewayBody("2", "refund.completed", 2, `"refund_id":"r${long}","payment_id":"${long}","amount":300`),
      gatewayBody("3", "payment.completed", 3, `"id":"${long}!","amount":500`),
    ];
    const ids = await storeMessages(db, bodies.map((body) => ({ sourceId, body })));
    await projectEvents(db.pool, ids);
    expect(await db.prisma.event.count({ where: { sourceId, state: "processed" } })).toBe(3);
    const rows = await db.prisma.transaction.findMany({ where: { sourceId }, orderBy: { capturedMinor: "desc" } });
    expect(rows.map(({ foldedStatus, capturedMinor, refundedMinor }) => [foldedStatus, capturedMinor, refundedMinor])).toEqual([["partially_refunded", 900n, 300n], ["captured", 500n, 0n]]);
    expect(rows.map(({ reference }) => reference)).toEqual([boundedName(long), boundedName(`${long}!`)]);
    expect(boundedName(boundedName(long)), "what is shown finds it").toBe(boundedName(long));
  });
});

describe("a payment of very many messages", () => {
  it("is folded as any other, and lets what came with its messages go first", async () => {
    const source = await addSource("gateway", {});
    const large = Array.from({ length: 520 }, (_, number) => gatewayBody(`large_${String(number)}`, number === 0 ? "payment.completed" : "refund.completed", number % 60, number === 0 ? '"id":"pay_large","amount":90000' : `"id":"re_${String(number)}","payment_id":"pay_large","amount":100`));
    await projectEvents(db.pool, await storeMessages(db, large.map((body) => ({ sourceId: source, body }))));
    expect((await only(source)).refundedMinor).toBe(51_900n);
    const ids = await storeMessages(db, [
      { sourceId: source, body: gatewayBody("large_last", "refund.completed", 59, '"id":"re_last","payment_id":"pay_large","amount":100') },
      { sourceId: source, body: gatewayBody("other", "payment.completed", 1, '"id":"pay_other","amount":2599') },
    ]);
    const order: string[][] = [];
    await projectEvents(db.pool, ids, { afterProjecting: (_client, projected) => Promise.resolve(void order.push(projected.map(({ id }) => id))) });
    expect(order).toEqual([[ids[1]], [ids[0]]]);
    const rows = await db.prisma.transaction.findMany({ where: { sourceId: source }, orderBy: { reference: "asc" } });
    expect(rows.map(({ reference, refundedMinor, capturedMinor }) => [reference, refundedMinor, capturedMinor])).toEqual([["pay_large", 52_000n, 90_000n], ["pay_other", 0n, 2_599n]]);
  });
});
