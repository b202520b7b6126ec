import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectEvents } from "#lib/transactions/project-events";
import { readDetails } from "#lib/transactions/transaction-details";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let source: { readonly id: string; readonly token: string };
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  source = await door.addSource("praxis", { merchantId: "M", applicationKey: "A" }, secret);
});
afterAll(() => door.close());

const secret = "MerchantSecretKey";
const customer = "87cfb23a8f1e68e162c276b754d9c061";

interface Message {
  readonly tid: number;
  readonly status?: string;
  readonly type?: string;
  readonly referenceId?: number;
  readonly timestamp?: number;
  readonly avsAlert?: string;
}

async function send({ tid, status = "approved", type = "sale", referenceId, timestamp = 1_767_225_600, avsAlert }: Message): Promise<{ status: number; reply: { status: number; description: string } }> {
  const transaction = { transaction_type: type, transaction_status: status, tid, currency: "EUR", amount: 2599, conversion_rate: "1.000000", processed_currency: "EUR", processed_amount: 2599, reference_id: referenceId ?? null };
  const body = JSON.stringify({ merchant_id: "M", application_key: "A", customer: { customer_token: customer, avs_alert: avsAlert }, session: { order_id: `o-${String(tid)}`, session_status: "successful" }, transaction, version: "1.3", timestamp });
  const signed = ["M", "A", timestamp, customer, `o-${String(tid)}`, tid, "EUR", 2599, "1.000000", "EUR", 2599].join("");
  const answer = await door.post(source.token, { "Gt-Authentication": createHash("sha384").update(signed + secret).digest("hex") }, body);
  return { status: answer.status, reply: JSON.parse(answer.body) as { status: number; description: string } };
}

async function work(): Promise<void> {
  const { rows } = await db.pool.query<{ id: string }>("select id from events where state = 'pending' order by id");
  await projectEvents(db.pool, rows.map(({ id }) => id));
}

async function close(reference: string): Promise<void> {
  const { count } = await db.prisma.transaction.updateMany({ where: { reference }, data: { status: "refunded", resolutionStatus: "refunded", resolutionNote: "n", resolutionBy: "b", resolutionAt: new Date() } });
  expect(count).toBe(1);
}

const closedReply = { status: 1, description: "Transaction already updated manually at the website to final status" };
const ok = { status: 0, description: "Ok" };

describe("a payment that a person has closed", () => {
  it("is told to Praxis as closed, with every notification and every repeat, but not with a refund of its own", async () => {
    expect(await send({ tid: 11 })).toMatchObject({ status: 200, reply: ok });
    await work();
    await close("11");
    expect(await send({ tid: 11, status: "chargeback" })).toMatchObject({ status: 200, reply: closedReply });
    expect(await send({ tid: 11 })).toMatchObject({ status: 200, reply: closedReply });
    expect(await send({ tid: 12, type: "refund", referenceId: 11 })).toMatchObject({ reply: ok });
    expect(await send({ tid: 13 })).toMatchObject({ reply: ok });
    await db.prisma.transaction.updateMany({ where: { reference: "11" }, data: { status: "captured", resolutionStatus: null, resolutionAt: null } });
    expect(await send({ tid: 11, timestamp: 1_767_225_700 })).toMatchObject({ reply: ok });
  });

  it("keeps its status; what comes later is stored, flagged and shown as an anomaly, also after it was opened again", async () => {
    await send({ tid: 21, status: "authorized", type: "authorization" });
    await work();
    await close("21");
    await send({ tid: 21, status: "reversed", type: "authorization", timestamp: 1_767_225_900 });
    await work();
    const read = async () => db.prisma.transaction.findFirstOrThrow({ where: { reference: "21" }, include: { anomalies: true } });
    expect(await read()).toMatchObject({ status: "refunded", foldedStatus: "canceled", resolutionNote: "n", anomalies: [{ code: "event_after_manual_close" }] });
    const { rows } = await db.pool.query<{ flags: string[] }>("select flags from events where payment_reference = '21' order by id");
    expect(rows.map(({ flags }) => flags)).toEqual([[], ["after_manual_close"]]);
    await db.prisma.transaction.updateMany({ where: { reference: "21" }, data: { resolutionStatus: null, resolutionAt: null } });
    await send({ tid: 21, status: "authorized", type: "authorization", timestamp: 1_767_225_601 });
    await work();
    expect((await read()).anomalies.map(({ code }) => code)).toContain("event_after_manual_close");
  });
});

describe("an honest copy whose unsigned fields differ", () => {
  it("is kept beside its event, wakes the worker, and its details count", async () => {
    await send({ tid: 31 });
    await work();
    await send({ tid: 31, avsAlert: "0" });
    const { rows: jobs } = await db.pool.query<{ payload: { eventIds: string[] } }>("select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'process_events'");
    const { rows } = await db.pool.query<{ id: string }>("select id from events where payment_reference = '31'");
    const woken = jobs.flatMap(({ payload }) => payload.eventIds);
    expect(woken).toContain(rows[0]?.id);
    const before = await db.prisma.transaction.findFirstOrThrow({ where: { reference: "31" } });
    await projectEvents(db.pool, woken);
    const after = await db.prisma.transaction.findFirstOrThrow({ where: { reference: "31" } });
    expect(readDetails(before.details).avs).toBeNull();
    expect(readDetails(after.details).avs).toMatchObject({ providerCode: "0" });
    expect(after.id).toBe(before.id);
  });
});
