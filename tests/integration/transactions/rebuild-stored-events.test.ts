import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { type Notifications, openNotifications } from "#lib/platform/database/notifications";
import { publicId } from "#lib/platform/ids";
import { getRebuild } from "#lib/transactions/list-rebuilds";
import { planRebuild } from "#lib/transactions/plan-rebuild";
import { projectEvents } from "#lib/transactions/project-events";
import { rebuildTransaction } from "#lib/transactions/rebuild-transaction";
import { resolveTransaction } from "#lib/transactions/resolve-transaction";
import { startRebuild } from "#lib/transactions/start-rebuild";
import { transactionFilter } from "#lib/transactions/transaction-filter";
import { runWorker } from "#lib/worker/run-worker";
import { signedInPerson } from "#tests/support/access";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { gatewayHeaders } from "#tests/support/nouns";
import { type TestDoor, testDoor } from "#tests/support/receiving";

let db: TestDatabase;
let door: TestDoor;
let notifications: Notifications;
let operator: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  door = await testDoor(db);
  notifications = openNotifications(db.url);
  operator = (await signedInPerson(db, "operator")).actor;
});
afterAll(async () => {
  await notifications.close();
  await door.close();
});

const secret = "a key of these tests";

interface TestSource {
  readonly id: string;
  /** Sends a message; the worker has not seen it yet. */
  readonly send: (data: object, type?: string) => Promise<string>;
  readonly setSettings: (settings: object) => Promise<unknown>;
}

async function gateway(): Promise<TestSource> {
  const { id, token } = await door.addSource("gateway", {}, secret);
  let count = 0;
  return {
    id,
    send: async (data, type = "payment.completed") => {
      count += 1;
      const body = JSON.stringify({ id: `evt_${id}_${String(count)}`, event: type, created_at: "2026-03-01T00:00:00Z", data });
      expect((await door.post(token, gatewayHeaders(secret, body), body)).status).toBe(200);
      const { id: eventId } = await db.prisma.event.findFirstOrThrow({ where: { sourceId: id }, orderBy: { id: "desc" } });
      return eventId;
    },
    setSettings: (settings) => db.prisma.source.update({ where: { id }, data: { settings } }),
  };
}

const paid = (reference: string) => ({ id: reference, amount: 25, currency: "EUR" });
const rowsOf = (sourceId: string) => db.prisma.transaction.findMany({ where: { sourceId }, orderBy: { id: "asc" }, omit: { details: true } });

async function rowOf(sourceId: string) {
  const [row, ...others] = await rowsOf(sourceId);
  if (row === undefined || others.length > 0) throw new Error("expected one transaction");
  return row;
}

describe("folding one transaction again", () => {
  it("does what its dry run said, once, and keeps what people did", async () => {
    const source = await gateway();
    await projectEvents(db.pool, [await source.send(paid("pay_1"))]);
    const before = await rowOf(source.id);
    const id = publicId("transaction", before.id);
    expect(before).toMatchObject({ status: "captured", capturedMinor: 25n });
    await resolveTransaction(operator, { id, status: "refunded", note: "Paid back in cash" });
    await source.setSettings({ amountUnit: "major" });
    const plan = await rebuildTransaction(operator, { id, dryRun: true });
    expect(plan.changes).toContainEqual({
      field: "amounts.captured",
      before: { amountMinor: 25n, currency: "EUR", exponent: 2 },
      after: { amountMinor: 2500n, currency: "EUR", exponent: 2 },
    });
    expect((await rowOf(source.id)).capturedMinor).toBe(25n);
    expect(await rebuildTransaction(operator, { id })).toEqual({ ...plan, dryRun: false });
    expect(await rowOf(source.id)).toMatchObject({ id: before.id, status: "refunded", foldedStatus: "captured", capturedMinor: 2500n, resolutionNote: "Paid back in cash" });
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "transaction.rebuild", subjectId: before.id, details: { changed: plan.changes.map(({ field }) => field) } });
    expect((await rebuildTransaction(operator, { id, dryRun: true })).changes).toEqual([]);
    expect((await rebuildTransaction(operator, { id })).changes).toEqual([]);
  });
});

describe("folding a source again", () => {
  it("does in the background what the plan said, and finds payments for messages that had none", async () => {
    const source = await gateway();
    const eventIds = [await source.send(paid("pay_1")), await source.send(paid("pay_2")), await source.send({ nr: "pay_3", amount: 25, currency: "EUR" })];
    await projectEvents(db.pool, eventIds);
    expect(await rowsOf(source.id)).toHaveLength(2);
    await source.setSettings({ amountUnit: "major" });
    const filter = { sourceId: publicId("source", source.id) };
    expect(await planRebuild(operator, transactionFilter.parse(filter))).toMatchObject({ count: 2, events: 3, sampled: 2, changed: 2, sample: [{ reference: "pay_2" }, { reference: "pay_1" }] });
    const first = await rebuildByWorker(filter);
    expect(first).toMatchObject({ state: "completed", changed: 2, failed: 0, error: null });
    expect((await rowsOf(source.id)).map(({ capturedMinor }) => capturedMinor)).toEqual([2500n, 2500n]);
    await source.setSettings({ amountUnit: "major", paymentPath: "/data/nr" });
    await rebuildByWorker(filter);
    const found = (await rowsOf(source.id)).filter(({ reference }) => reference === "pay_3");
    expect(found).toMatchObject([{ status: "captured", capturedMinor: 2500n }]);
    expect(await db.prisma.event.findUniqueOrThrow({ where: { id: eventIds[2] ?? "" } })).toMatchObject({ transactionId: found[0]?.id });
  });

  async function rebuildByWorker(filter: object) {
    const { id } = await startRebuild(operator, { filter });
    const worker = await runWorker({ url: db.url, isAlone: true, notifications });
    try {
      await expect.poll(async () => (await getRebuild(operator, id)).state, { timeout: 15_000 }).not.toBe("running");
    } finally {
      await worker.stop();
    }
    return getRebuild(operator, id);
  }
});

describe("closing by hand while a message is folded", () => {
  it("loses neither, whichever comes first", async () => {
    for (let round = 0; round < 10; round += 1) {
      const source = await gateway();
      await projectEvents(db.pool, [await source.send(paid("pay_1"))]);
      const { id } = await rowOf(source.id);
      const refund = await source.send({ id: "ref_1", payment_id: "pay_1", amount: 25, currency: "EUR" }, "refund.completed");
      await Promise.all([projectEvents(db.pool, [refund]), resolveTransaction(operator, { id: publicId("transaction", id), status: "failed", note: "x" })]);
      expect(await rowOf(source.id)).toMatchObject({ status: "failed", resolutionStatus: "failed", foldedStatus: "refunded", refundedMinor: 25n });
    }
  });
});
