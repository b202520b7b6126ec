import { describe, expect, test } from "vitest";
import { BatchWriter, StoreUnavailable } from "#lib/receiving/batch-writer";
import type { RequestToStore, StoredRequest } from "#lib/receiving/stored-request";

function row(id: string, size = 10): RequestToStore {
  return {
    id,
    sourceId: "s",
    kind: "notification",
    receivedAtMs: 0,
    verdict: "verified",
    reason: null,
    answeredStatus: 200,
    keyId: null,
    remoteAddress: null,
    headersJson: "[]",
    body: new Uint8Array(size),
    bodyBytes: size,
    bodyHash: new Uint8Array(32),
    masked: false,
    items: [],
  };
}

const done = (batch: readonly RequestToStore[]): StoredRequest[] => batch.map(({ id }) => ({ outcome: "accepted", eventIds: [id], isClosedByHand: false }));
const neverARowError = (): boolean => false;

describe("group commit", () => {
  test("requests of one turn share one statement, and each gets the result of its own row", async () => {
    const batches: string[][] = [];
    const writer = new BatchWriter({
      store: async (batch) => {
        batches.push(batch.map(({ id }) => id));
        return done(batch);
      },
      isRowError: neverARowError,
    });
    const results = await Promise.all(["a", "b", "c"].map((id) => writer.store(row(id))));
    expect(batches).toEqual([["a", "b", "c"]]);
    expect(results.map(({ eventIds }) => eventIds[0])).toEqual(["a", "b", "c"]);
  });

  test("never more than the lanes are in flight, and no lane is used twice at once", async () => {
    const busy = new Set<number>();
    let most = 0;
    const writer = new BatchWriter({
      maxRows: 2,
      store: async (batch, lane) => {
        expect(busy.has(lane)).toBe(false);
        busy.add(lane);
        most = Math.max(most, busy.size);
        await new Promise((resolve) => setImmediate(resolve));
        busy.delete(lane);
        return done(batch);
      },
      isRowError: neverARowError,
    });
    await Promise.all(Array.from({ length: 50 }, (_, i) => writer.store(row(String(i)))));
    expect(most).toBe(2);
    await writer.drain();
  });

  test("while a batch is in flight the next one gathers rows, and starts when there are enough", async () => {
    const batches: string[][] = [];
    const finish: (() => void)[] = [];
    const writer = new BatchWriter({
      overlapRows: 3,
      store: async (batch) => {
        batches.push(batch.map(({ id }) => id));
        await new Promise<void>((resolve) => finish.push(resolve));
        return done(batch);
      },
      isRowError: neverARowError,
    });
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const stored = [writer.store(row("a"))];
    await turn();
    stored.push(writer.store(row("b")), writer.store(row("c")));
    await turn();
    expect(batches).toEqual([["a"]]);
    stored.push(writer.store(row("d")));
    await turn();
    expect(batches).toEqual([["a"], ["b", "c", "d"]]);
    for (const resolve of finish) resolve();
    await Promise.all(stored);
  });

  test("a batch that takes long does not hold back what waits behind it", async () => {
    const batches: string[][] = [];
    let finish = (): void => undefined;
    const writer = new BatchWriter({
      store: async (batch) => {
        batches.push(batch.map(({ id }) => id));
        if (batches.length === 1) await new Promise<void>((resolve) => (finish = resolve));
        return done(batch);
      },
      isRowError: neverARowError,
    });
    const slow = writer.store(row("slow"));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await writer.store(row("quick"));
    expect(batches).toEqual([["slow"], ["quick"]]);
    finish();
    await slow;
  });

  test("one bad row is refused alone", async () => {
    const writer = new BatchWriter({
      store: async (batch) => {
        if (batch.some(({ id }) => id === "bad")) throw new Error("bad row");
        return done(batch);
      },
      isRowError: () => true,
    });
    const results = await Promise.allSettled(["a", "b", "bad", "c", "d"].map((id) => writer.store(row(id))));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled", "fulfilled"]);
  });
});

describe("when the database is away", () => {
  test("every request of the batch is told so", async () => {
    const writer = new BatchWriter({ store: () => Promise.reject(new Error("gone")), isRowError: neverARowError });
    await expect(writer.store(row("a"))).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test("a request is answered at its deadline although its statement still hangs", async () => {
    const writer = new BatchWriter({ store: () => new Promise(() => undefined), isRowError: neverARowError, deadlineMs: 50 });
    await expect(writer.store(row("a"))).rejects.toThrow("did not come in time");
  });

  test("what a sender has waited for before is taken off its time, behind whoever has more", async () => {
    const writer = new BatchWriter({ store: () => new Promise(() => undefined), isRowError: neverARowError, deadlineMs: 600_000 });
    const ends: string[] = [];
    void writer.store(row("patient")).catch(() => ends.push("patient"));
    await expect(writer.store(row("late"), 600_000)).rejects.toThrow(StoreUnavailable);
    expect(ends).toEqual([]);
  });

  test("what would not fit in memory is turned away at once", async () => {
    const writer = new BatchWriter({ store: () => new Promise(() => undefined), isRowError: neverARowError, maxWaitingBytes: 2_000, deadlineMs: 50 });
    const first = writer.store(row("a", 1_000));
    await expect(writer.store(row("b", 1_000))).rejects.toThrow("too much is waiting");
    await expect(first).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test("what gave up waiting holds up neither who comes after it nor the stop", async () => {
    const batches: string[][] = [];
    const finish: (() => void)[] = [];
    let hangs = true;
    const writer = new BatchWriter({
      maxRows: 1,
      deadlineMs: 50,
      store: async (batch) => {
        batches.push(batch.map(({ id }) => id));
        if (hangs) await new Promise<void>((resolve) => finish.push(resolve));
        return done(batch);
      },
      isRowError: neverARowError,
    });
    const late = await Promise.allSettled(["a", "b", "c", "d", "e"].map((id) => writer.store(row(id))));
    expect(late.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "rejected"));
    const begun = batches.length;
    hangs = false;
    const next = writer.store(row("next"));
    const drained = writer.drain();
    for (const resolve of finish) resolve();
    await expect(next).resolves.toMatchObject({ eventIds: ["next"] });
    await drained;
    expect(batches.slice(begun)).toEqual([["next"]]);
  });

  test("a commit that comes after the deadline is told, since its sender was answered otherwise", async () => {
    const late: string[] = [];
    let finish = (): void => undefined;
    const writer = new BatchWriter({
      deadlineMs: 50,
      store: (batch) => new Promise((resolve) => (finish = () => resolve(done(batch)))),
      isRowError: neverARowError,
      onLate: (rows) => late.push(...rows.map(({ id }) => id)),
    });
    await expect(writer.store(row("a"))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(late).toEqual([]);
    const drained = writer.drain();
    finish();
    await drained;
    expect(late).toEqual(["a"]);
    const inTime = writer.store(row("b"));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    finish();
    await inTime;
    expect(late).toEqual(["a"]);
  });

  test("a stop ends although everything that waited has given up", async () => {
    let finish = (): void => undefined;
    const writer = new BatchWriter({ maxInFlight: 1, maxRows: 1, deadlineMs: 50, store: (batch) => new Promise((resolve) => (finish = () => resolve(done(batch)))), isRowError: neverARowError });
    const late = ["a", "b", "c"].map((id) => writer.store(row(id)));
    await Promise.allSettled(late);
    const drained = writer.drain();
    finish();
    await expect(drained).resolves.toBeUndefined();
  });
});
