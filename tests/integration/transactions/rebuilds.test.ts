import type { Pool } from "pg";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "#lib/access/actor";
import { newId, publicId } from "#lib/platform/ids";
import { cancelRebuild } from "#lib/transactions/cancel-rebuild";
import { getRebuild, listRebuilds, rebuildsQuery } from "#lib/transactions/list-rebuilds";
import { eventsInPiece, type Folding, rebuildPiece, transactionsInPiece } from "#lib/transactions/rebuild-piece";
import { wakeRebuilds } from "#lib/transactions/rebuilds.sql";
import { startRebuild } from "#lib/transactions/start-rebuild";
import { apiKeyActor, signedInPerson, testInstallation } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";
import { problemOf } from "#tests/support/nouns";

const db = await testDatabase();
let operator: UserActor;
let viewer: UserActor;
beforeAll(async () => {
  await testInstallation(db);
  operator = (await signedInPerson(db, "operator")).actor;
  viewer = (await signedInPerson(db, "viewer")).actor;
});
beforeEach(async () => {
  await db.pool.query("update rebuilds set state = 'canceled' where state = 'running'");
  await db.pool.query("truncate transactions, events cascade");
  await db.pool.query("delete from graphile_worker._private_jobs");
});

/** Transactions of a source, oldest first, by reference. */
async function transactions(sourceId: string, count: number, status = "pending"): Promise<string[]> {
  const at = new Date("2026-03-01T00:00:00Z");
  const data = Array.from({ length: count }, (_, index) => {
    const id = newId();
    return { id, sourceId, reference: `${String(index)}_${id}`, mode: "test", kind: "payment", status, foldedStatus: status, dispute: "none", search: [], details: {}, createdAt: at, updatedAt: at };
  });
  await db.prisma.transaction.createMany({ data });
  return data.map(({ reference }) => reference);
}

interface Recorded extends Folding {
  readonly folded: string[];
  readonly projected: string[];
}

/** A fold that only writes down what it was asked for; `during` runs first. */
function recording(during: (references: readonly string[]) => Promise<void> | void = () => undefined): Recorded {
  const [folded, projected]: [string[], string[]] = [[], []];
  return {
    folded,
    projected,
    refold: async (_pool: Pool, payments) => {
      const references = payments.map(({ reference }) => reference);
      await during(references);
      folded.push(...references);
      return payments.map(({ reference }) => ({ changes: reference.startsWith("0_") ? [{ field: "foldedStatus", before: "pending", after: "captured" }] : [] }));
    },
    projectEvents: (_pool: Pool, eventIds) => {
      projected.push(...eventIds);
      return Promise.resolve();
    },
  };
}

const start = async (filter: object): Promise<string> => (await startRebuild(operator, { filter })).id;
const piece = (id: string, folding: Folding) => rebuildPiece(db.pool, id.slice(4), folding);
const source = () => ({ uuid: newId() });
const narrow = (uuid: string) => ({ sourceId: publicId("source", uuid), status: "pending" });

async function toTheEnd(id: string, folding: Folding): Promise<void> {
  while ((await piece(id, folding)) === "more");
}

async function jobs(): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>("select count(*)::int as count from graphile_worker.jobs where task_identifier = 'rebuild' and attempts < max_attempts");
  return rows[0]?.count ?? 0;
}

describe("a rebuild", () => {
  it("takes each transaction of its filter once, oldest first, in pieces, and tells how far it is", async () => {
    const { uuid } = source();
    const references = await transactions(uuid, transactionsInPiece + 5);
    await transactions(uuid, 2, "captured");
    await transactions(newId(), 2);
    const id = await start(narrow(uuid));
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "running", phase: "transactions", filter: narrow(uuid), total: references.length, done: 0, createdBy: operator.name, finishedAt: null });
    expect(await jobs()).toBe(1);
    const folding = recording();
    expect(await piece(id, folding)).toBe("more");
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "running", done: transactionsInPiece });
    expect(await piece(id, folding)).toBe("over");
    expect(folding.folded).toEqual(references);
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "completed", total: references.length, done: references.length, changed: 1, failed: 0, error: null, finishedAt: expect.any(String) as string });
    expect(folding.projected).toEqual([]);
    expect(await piece(id, folding)).toBe("over");
    expect((await listRebuilds(viewer, rebuildsQuery.parse({ state: "completed" }))).data[0]?.id).toBe(id);
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "rebuild.start", subjectId: id.slice(4), details: { total: references.length } });
  });

  it("leaves alone what came after it began", async () => {
    const { uuid } = source();
    const references = await transactions(uuid, 2);
    const id = await start(narrow(uuid));
    await transactions(uuid, 2);
    const folding = recording();
    await toTheEnd(id, folding);
    expect(folding.folded).toEqual(references);
  });

  it("of a whole source also reads messages that belong to no transaction", async () => {
    const { uuid } = source();
    const [loose, placed, unread, other] = [newId(), newId(), newId(), newId()];
    const event = (id: string, sourceId: string, more: object) => ({ id, requestId: newId(), itemIndex: 0, sourceId, identityHash: Buffer.alloc(32), receivedAt: new Date(), ...more });
    await db.prisma.event.createMany({
      data: [event(loose, uuid, { state: "processed" }), event(placed, uuid, { state: "processed", transactionId: newId() }), event(unread, uuid, { state: "pending" }), event(other, newId(), { state: "processed" })],
    });
    const references = await transactions(uuid, 1);
    const id = await start({ sourceId: publicId("source", uuid) });
    expect(await getRebuild(viewer, id)).toMatchObject({ total: 4 });
    const folding = recording();
    expect(await piece(id, folding)).toBe("more");
    expect(await getRebuild(viewer, id)).toMatchObject({ phase: "events", done: 1 });
    await toTheEnd(id, folding);
    expect([folding.folded, folding.projected]).toEqual([references, [loose]]);
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "completed", done: 4 });
    expect(eventsInPiece).toBeGreaterThan(3);
  });

  it("goes on where it was after its worker was killed in a piece", async () => {
    const { uuid } = source();
    const references = await transactions(uuid, transactionsInPiece + 1);
    const id = await start(narrow(uuid));
    await piece(id, recording());
    // The fold is done and nobody could say so: the connection is gone.
    const killed = recording(async () => void (await db.pool.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'")));
    await expect(piece(id, killed)).rejects.toThrow(/terminat|connection error/);
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "running", done: transactionsInPiece });
    const next = recording();
    // The server says goodbye to a connection a moment before it lets go of its locks.
    await expect.poll(() => piece(id, next)).toBe("over");
    expect([killed.folded, next.folded]).toEqual([references.slice(transactionsInPiece), references.slice(transactionsInPiece)]);
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "completed", done: references.length });
  });

  it("gets a job again where it has none that could still run, and only then", async () => {
    const id = await start({ status: "pending" });
    await wakeRebuilds(db.pool);
    expect(await jobs()).toBe(1);
    await db.pool.query("update graphile_worker._private_jobs set attempts = max_attempts");
    await wakeRebuilds(db.pool);
    expect(await jobs()).toBe(1);
    await db.pool.query("delete from graphile_worker._private_jobs");
    await wakeRebuilds(db.pool);
    expect(await jobs()).toBe(1);
    await cancelRebuild(operator, { id });
    await db.pool.query("delete from graphile_worker._private_jobs");
    await wakeRebuilds(db.pool);
    expect(await jobs()).toBe(0);
  });

  it("does a piece in one worker at a time", async () => {
    const { uuid } = source();
    const references = await transactions(uuid, 3);
    const id = await start(narrow(uuid));
    const second = recording();
    const turns: string[] = [];
    const first = recording(async () => void turns.push(await piece(id, second)));
    await toTheEnd(id, first);
    expect([turns, first.folded, second.folded]).toEqual([["held"], references, []]);
  });

  it("ends at once when it is canceled, and keeps what it did", async () => {
    const { uuid } = source();
    await transactions(uuid, transactionsInPiece * 2 + 1);
    const id = await start(narrow(uuid));
    await piece(id, recording());
    const during = recording(async () => void (during.folded.length === 0 && (await cancelRebuild(operator, { id }))));
    expect(await piece(id, during)).toBe("over");
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "canceled", done: transactionsInPiece, finishedAt: expect.any(String) as string });
    const after = recording();
    expect(await piece(id, after)).toBe("over");
    expect(after.folded).toEqual([]);
    expect((await problemOf(cancelRebuild(operator, { id }))).message).toContain("canceled already");
    expect(await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } })).toMatchObject({ action: "rebuild.cancel", subjectId: id.slice(4) });
  });

  it("counts a transaction that cannot be folded, and folds its neighbours", async () => {
    const { uuid } = source();
    const references = await transactions(uuid, 3);
    const id = await start(narrow(uuid));
    const folding = recording((asked) => {
      if (asked.includes(references[1] ?? "")) throw new Error("a poisoned event");
    });
    await toTheEnd(id, folding);
    expect(folding.folded).toEqual([references[0], references[2]]);
    expect(await getRebuild(viewer, id)).toMatchObject({ state: "completed", done: 3, changed: 1, failed: 1, error: `${references[1] ?? ""}: a poisoned event` });
  });

  it("is one at a time, also when two begin at once", async () => {
    const answers = await Promise.allSettled([startRebuild(operator, { filter: {} }), startRebuild(operator, { filter: {} })]);
    const started = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.id] : []));
    expect(started).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []))).toMatchObject([{ kind: "conflict" }]);
    expect((await problemOf(startRebuild(operator, { filter: {} }))).message).toContain(started[0] ?? "no rebuild started");
  });

  it("keeps what was searched for out of the audit", async () => {
    const id = await start({ q: "anna@example.com", reference: `whsec_${"a".repeat(24)}`, minAmountMinor: "9007199254740993", unlinked: true });
    expect((await getRebuild(viewer, id)).filter).toMatchObject({ q: "anna@example.com", minAmountMinor: "9007199254740993", unlinked: "true" });
    const { details } = await db.prisma.auditEntry.findFirstOrThrow({ orderBy: { position: "desc" } });
    expect(details).toMatchObject({ filter: { searched: true, minAmountMinor: "9007199254740993", unlinked: "true" } });
    expect(JSON.stringify(details)).not.toContain("anna");
  });

  it("refuses filters that it does not know, and names them", async () => {
    const refusedFields = async (filter: object) => (await problemOf(startRebuild(operator, { filter }))).errors.map(({ path }) => path);
    expect(await refusedFields({ colour: "red" })).toEqual(["filter.colour"]);
    expect(await refusedFields({ sourceId: "x", currency: "euro", minAmountMinor: 1.5, cursor: "x" })).toEqual(["filter.sourceId", "filter.currency", "filter.minAmountMinor", "filter.cursor"]);
  });

  it("is begun and canceled by operators and keys with the scope", async () => {
    for (const actor of [viewer, apiKeyActor(["transactions:read"])]) {
      expect((await problemOf(startRebuild(actor, { filter: {} }))).kind).toBe("forbidden");
      expect((await problemOf(cancelRebuild(actor, { id: publicId("rebuild", newId()) }))).kind).toBe("forbidden");
    }
    expect((await problemOf(cancelRebuild(operator, { id: publicId("rebuild", newId()) }))).kind).toBe("not_found");
    expect((await problemOf(getRebuild(viewer, "rbd_x"))).kind).toBe("not_found");
  });
});
