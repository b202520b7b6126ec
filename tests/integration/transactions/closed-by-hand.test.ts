import { beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { newId, publicId } from "#lib/platform/ids";
import { acknowledgeAnomaly, unacknowledgeAnomaly } from "#lib/transactions/acknowledge-anomaly";
import { acknowledgeAnomalies } from "#lib/transactions/acknowledge-anomalies";
import { reopenTransaction } from "#lib/transactions/reopen-transaction";
import { resolveTransaction } from "#lib/transactions/resolve-transaction";
import { apiKeyActor, signedInPerson, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";

const db = await testDatabase();
let operator: UserActor;
let colleague: UserActor;
let viewer: UserActor;
beforeAll(async () => {
  await testInstallation(db);
  operator = (await signedInPerson(db, "operator")).actor;
  colleague = { ...(await signedInPerson(db, "operator")).actor, name: "A colleague" };
  viewer = (await signedInPerson(db, "viewer")).actor;
});

/** A row as a projection leaves it. */
async function transaction(kind: "payment" | "payout" | "refund" = "payment", status = "pending"): Promise<{ id: string; uuid: string }> {
  const uuid = newId();
  const at = new Date("2026-03-01T00:00:00Z");
  await db.prisma.transaction.create({
    data: { id: uuid, sourceId: newId(), reference: `pay_${uuid}`, mode: "test", kind, status, foldedStatus: status, dispute: "none", search: [], details: {}, createdAt: at, updatedAt: at },
  });
  return { id: publicId("transaction", uuid), uuid };
}

const rowOf = (uuid: string) => db.prisma.transaction.findUniqueOrThrow({ where: { id: uuid } });
const lastAudit = () => db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });

/** What a projection writes: the fold, never the resolution, and only over the row that it read. */
async function project(uuid: string, foldedStatus: string, read: { readonly version: number }): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    "update transactions set folded_status = $2, status = coalesce(resolution_status, $2), version = version + 1 where id = $1 and version = $3",
    [uuid, foldedStatus, read.version],
  );
  return rowCount === 1;
}

describe("closing a transaction by hand", () => {
  it("shows the resolution as its status, keeps what its events say, and stands in the audit", async () => {
    const { id, uuid } = await transaction();
    const closed = await resolveTransaction(operator, { id, status: "captured", note: "Seen on the bank statement,\nrow 14." });
    expect(closed).toEqual({
      id,
      kind: "payment",
      status: "captured",
      foldedStatus: "pending",
      resolution: { status: "captured", note: "Seen on the bank statement,\nrow 14.", by: operator.name, at: expect.stringMatching(/^20/) as string },
    });
    expect(await rowOf(uuid)).toMatchObject({ status: "captured", foldedStatus: "pending", resolutionStatus: "captured", version: 2 });
    expect(await lastAudit()).toMatchObject({
      action: "transaction.resolve",
      actorId: operator.id,
      subjectType: "transaction",
      subjectId: uuid,
      details: { note: "Seen on the bank statement,\nrow 14.", before: { status: "pending" }, after: { status: "captured", foldedStatus: "pending" } },
    });
  });

  it("is refused for one that is closed, and says by whom", async () => {
    const { id } = await transaction();
    await resolveTransaction(colleague, { id, status: "failed", note: "x" });
    const problem = await problemOf(resolveTransaction(operator, { id, status: "captured", note: "x" }));
    expect(problem.status).toBe(409);
    expect(problem.message).toMatch(/closed as failed by A colleague on \d{4}-\d\d-\d\d\. Reopen it first/);
  });

  it("lets exactly one of two at once through", async () => {
    const { id, uuid } = await transaction();
    const answers = await Promise.allSettled([resolveTransaction(operator, { id, status: "captured", note: "one" }), resolveTransaction(colleague, { id, status: "failed", note: "other" })]);
    const [winner, ...more] = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    expect(more).toEqual([]);
    expect(answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []))).toMatchObject([{ kind: "conflict" }]);
    expect(await rowOf(uuid)).toMatchObject({ status: winner?.status, resolutionNote: winner?.resolution?.note, version: 2 });
    expect(await db.prisma.auditEntry.count({ where: { subjectId: uuid } })).toBe(1);
  });

  it("makes a projection that read the row before start again, which keeps the resolution", async () => {
    const { id, uuid } = await transaction();
    const read = await rowOf(uuid);
    await resolveTransaction(operator, { id, status: "canceled", note: "x" });
    expect(await project(uuid, "captured", read)).toBe(false);
    expect(await project(uuid, "captured", await rowOf(uuid))).toBe(true);
    expect(await rowOf(uuid)).toMatchObject({ status: "canceled", foldedStatus: "captured" });
  });

  it.each([
    ["payout", "captured", "failed or canceled"],
    ["payout", "refunded", "failed or canceled"],
    ["payout", "expired", "failed or canceled"],
    ["refund", "captured", "refunded or failed or canceled"],
    ["refund", "expired", "refunded or failed or canceled"],
  ] as const)("does not end a %s as %s", async (kind, status, allowed) => {
    const { id, uuid } = await transaction(kind);
    const problem = await problemOf(resolveTransaction(operator, { id, status, note: "x" }));
    expect(problem.errors.map(({ path }) => path)).toEqual(["status"]);
    expect(problem.message).toContain(allowed);
    expect(await rowOf(uuid)).toMatchObject({ resolutionStatus: null, version: 1 });
  });

  it.each([
    [{ status: "authorized", note: "x" }, "status"],
    [{ status: "captured" }, "note"],
    [{ status: "captured", note: "  " }, "note"],
    [{ status: "captured", note: "x".repeat(2001) }, "note"],
    [{ status: "captured", note: `the key is whsec_${"a".repeat(24)}` }, "note"],
  ])("refuses %o and names the field", async (body, field) => {
    const { id } = await transaction();
    expect((await problemOf(resolveTransaction(operator, { ...body, id }))).errors.map(({ path }) => path)).toEqual([field]);
  });

  it("is for operators and keys with the scope", async () => {
    const { id } = await transaction();
    for (const actor of [viewer, apiKeyActor(["transactions:read"])]) {
      expect((await problemOf(resolveTransaction(actor, { id, status: "captured", note: "x" }))).kind).toBe("forbidden");
      expect((await problemOf(reopenTransaction(actor, { id }))).kind).toBe("forbidden");
      expect((await problemOf(acknowledgeAnomaly(actor, { id, code: "amount_changed" }))).kind).toBe("forbidden");
    }
    expect((await resolveTransaction(apiKeyActor(["transactions:write"]), { id, status: "captured", note: "x" })).resolution?.by).toBe("a script");
    expect((await problemOf(resolveTransaction(operator, { id: publicId("transaction", newId()), status: "captured", note: "x" }))).kind).toBe("not_found");
    expect((await problemOf(resolveTransaction(operator, { id: "txn_x", status: "captured", note: "x" }))).kind).toBe("not_found");
  });
});

describe("opening it again", () => {
  it("shows what its events say by then, and stands in the audit with what was taken back", async () => {
    const { id, uuid } = await transaction();
    await resolveTransaction(operator, { id, status: "failed", note: "No answer for a week" });
    await project(uuid, "captured", await rowOf(uuid));
    expect(await reopenTransaction(colleague, { id, note: "It came after all" })).toEqual({ id, kind: "payment", status: "captured", foldedStatus: "captured", resolution: null });
    expect(await rowOf(uuid)).toMatchObject({ status: "captured", resolutionStatus: null, resolutionNote: null, resolutionBy: null, resolutionAt: null });
    expect(await lastAudit()).toMatchObject({
      action: "transaction.reopen",
      subjectId: uuid,
      details: { note: "It came after all", before: { status: "failed", resolution: { note: "No answer for a week", by: operator.name } }, after: { status: "captured" } },
    });
  });

  it("is refused for one that is open", async () => {
    const { id } = await transaction();
    const problem = await problemOf(reopenTransaction(operator, { id }));
    expect(problem.status).toBe(409);
    expect(problem.message).toContain("nothing to reopen");
    expect((await db.prisma.auditEntry.count({ where: { subjectId: id.slice(4) } }))).toBe(0);
  });
});

describe("acknowledging an anomaly", () => {
  async function withAnomaly(): Promise<{ id: string; uuid: string }> {
    const made = await transaction();
    await db.prisma.transactionAnomaly.create({ data: { transactionId: made.uuid, code: "amount_changed", evidence: {}, raisedAt: new Date() } });
    return made;
  }

  it("tells who looked, can be taken back, and stands in the audit both times", async () => {
    const { id, uuid } = await withAnomaly();
    const code = "amount_changed";
    expect(await acknowledgeAnomaly(operator, { id, code })).toEqual({ transactionId: id, code, acknowledged: true, acknowledgedAt: expect.any(String) as string, acknowledgedBy: operator.name });
    expect(await lastAudit()).toMatchObject({ action: "anomaly.acknowledge", subjectId: uuid, details: { code } });
    expect(await acknowledgeAnomaly(colleague, { id, code })).toMatchObject({ acknowledgedBy: operator.name });
    expect(await unacknowledgeAnomaly(colleague, { id, code })).toEqual({ transactionId: id, code, acknowledged: false, acknowledgedAt: null, acknowledgedBy: null });
    expect(await lastAudit()).toMatchObject({ action: "anomaly.unacknowledge", subjectId: uuid });
    expect(await unacknowledgeAnomaly(colleague, { id, code })).toMatchObject({ acknowledged: false });
    expect(await db.prisma.auditEntry.count({ where: { subjectId: uuid } })).toBe(2);
    expect((await rowOf(uuid)).version).toBe(3);
  });

  it("of many transactions counts first, then takes those of the filter that are open", async () => {
    const [one, other, looked] = [await withAnomaly(), await withAnomaly(), await withAnomaly()];
    await acknowledgeAnomaly(colleague, { id: looked.id, code: "amount_changed" });
    await db.prisma.transaction.updateMany({ where: { id: { in: [one.uuid, looked.uuid] } }, data: { status: "expired", search: ["anna"] } });
    const input = { code: "amount_changed", filter: { status: "expired", reference: "anna" } };
    expect(await acknowledgeAnomalies(operator, { ...input, dryRun: true })).toEqual({ count: 1, acknowledged: 0, remaining: 1 });
    expect(await acknowledgeAnomalies(operator, input)).toEqual({ count: 1, acknowledged: 1, remaining: 0 });
    expect(await lastAudit()).toMatchObject({ action: "anomaly.acknowledge_many", details: { code: "amount_changed", acknowledged: 1, filter: { status: "expired", searched: true } } });
    expect(await acknowledgeAnomalies(operator, input)).toEqual({ count: 0, acknowledged: 0, remaining: 0 });
    const by = async ({ uuid }: { uuid: string }) => (await db.prisma.transactionAnomaly.findFirstOrThrow({ where: { transactionId: uuid } })).acknowledgedBy;
    expect([await by(one), await by(other), await by(looked)]).toEqual([operator.name, null, colleague.name]);
    expect((await rowOf(one.uuid)).version).toBe(2);
    expect((await problemOf(acknowledgeAnomalies(viewer, input))).kind).toBe("forbidden");
  });

  it("is for anomalies that the transaction has", async () => {
    const { id } = await withAnomaly();
    expect((await problemOf(acknowledgeAnomaly(operator, { id, code: "currency_changed" }))).kind).toBe("not_found");
    expect((await problemOf(acknowledgeAnomaly(operator, { id, code: "colour_changed" }))).kind).toBe("bad_input");
  });
});
