import { firstIdAt, idTime } from "#lib/platform/ids";

export type FrameKind = "event" | "request" | "transaction" | "delivery" | "validation" | "alert";

/** A record that may be told. */
export interface LiveRow {
  readonly kind: Exclude<FrameKind, "transaction">;
  /** Bare UUIDv7; of a delivery that of its attempt, of an alert that of its change. */
  readonly id: string;
  /** An event that the worker has not read yet, or a validation whose merchant is being asked: told a little later. */
  readonly pending: boolean;
}

/** What goes to the listener. `id` is what it sends back as `Last-Event-ID` to go on after this frame. */
export type LiveFrame = { readonly kind: FrameKind; readonly id: string; readonly data: unknown } | { readonly kind: "beat" };

export interface LiveSource {
  /** Up to `rowsPerRead` rows with an id from here on, oldest first. */
  readonly readFrom: (lowestId: string) => Promise<readonly LiveRow[]>;
  /** The shapes of rows, by their bare ids; rows that vanished are left out. */
  readonly describe: (rows: readonly LiveRow[]) => Promise<ReadonlyMap<string, unknown>>;
  /** The shapes of transactions that these events changed, and of those that people changed since the last call. */
  readonly changedTransactions: (eventIds: readonly string[]) => Promise<readonly unknown[]>;
  /** Resolves at the next word that something was stored, or after this time; rejects never. */
  readonly waitForWord: (timeoutMs: number) => Promise<void>;
  /** Waits in any case, so that a storm of words costs few reads. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly nowMs: () => number;
  /** False: the listener left, or the process stops. */
  readonly isOpen: () => boolean;
  /** Asked at every beat: whether the listener may still hear this. */
  readonly mayGoOn: () => Promise<boolean>;
}

export const rowsPerRead = 2_000;
/** Ids are made on arrival, commits follow up to two seconds later and out of order: so far back is looked again. */
const overlapMs = 5_000;
/** For so long an event that the worker has not read yet is held back; less than the overlap, so that resuming finds it. */
const holdMs = 3_000;
const beatMs = 15_000;
const maxAgeMs = 15 * 60_000;
const pauseMs = 200;

/** Where a connection stands. */
interface Position {
  /** The newest id told, and what the listener resumes with. */
  newestId: string;
  /** Nothing below is told. */
  readonly floorId: string;
  oldestHeldId: string | null;
  /** Ids told within the overlap. */
  readonly told: Set<string>;
}

/**
 * Everything stored from now on, or since `lastId`, each record once on this connection. A connection that resumes may
 * hear records of the last seconds before the break a second time, but misses none. Ends by itself after 15 minutes;
 * listeners reconnect and resume.
 */
export async function* liveFrames(source: LiveSource, lastId: string | null): AsyncGenerator<LiveFrame, void, void> {
  const startMs = source.nowMs();
  const at = startAt(lastId, startMs);
  let lastBeatMs = startMs;
  yield { kind: "beat" };
  while (source.isOpen() && source.nowMs() - startMs < maxAgeMs) {
    const readAtMs = source.nowMs();
    yield* newFrames(source, at, readAtMs);
    if (readAtMs - lastBeatMs >= beatMs) {
      if (!(await source.mayGoOn())) return;
      lastBeatMs = readAtMs;
      yield { kind: "beat" };
    }
    // A heavy read makes the next one wait longer, so that listeners never crowd out the rest.
    await source.sleep(Math.max(pauseMs, 4 * (source.nowMs() - readAtMs)));
    await source.waitForWord(at.oldestHeldId === null ? beatMs : pauseMs);
  }
}

function startAt(lastId: string | null, startMs: number): Position {
  const newestId = lastId ?? firstIdAt(startMs);
  const floorId = lastId === null ? newestId : firstIdAt(Math.max(0, idTime(lastId) - overlapMs));
  return { newestId, floorId, oldestHeldId: null, told: new Set(lastId === null ? [] : [lastId]) };
}

/** One look at what was stored, in as many reads as it takes. */
async function* newFrames(source: LiveSource, at: Position, readAtMs: number): AsyncGenerator<LiveFrame, void, void> {
  let from: string | null = lowestOf(at);
  at.oldestHeldId = null;
  while (from !== null && source.isOpen()) {
    const rows = await source.readFrom(from);
    const due: LiveRow[] = [];
    for (const row of rows) {
      if (at.told.has(row.id)) continue;
      if (row.pending && readAtMs - idTime(row.id) < holdMs) at.oldestHeldId ??= row.id;
      else due.push(row);
    }
    const shapes = due.length === 0 ? new Map<string, unknown>() : await source.describe(due);
    for (const { kind, id } of due) {
      at.told.add(id);
      if (id > at.newestId) at.newestId = id;
      const data = shapes.get(id);
      if (data !== undefined) yield { kind, id: at.newestId, data };
    }
    const readEvents = due.filter(({ kind, pending }) => kind === "event" && !pending).map(({ id }) => id);
    for (const data of await source.changedTransactions(readEvents)) yield { kind: "transaction", id: at.newestId, data };
    from = rows.length < rowsPerRead ? null : (rows.at(-1)?.id ?? null);
  }
  const lowestId = lowestOf(at);
  for (const id of at.told) if (id < lowestId) at.told.delete(id);
}

/** From where the next look has to begin. */
function lowestOf({ newestId, floorId, oldestHeldId }: Position): string {
  const overlapId = firstIdAt(Math.max(0, idTime(newestId) - overlapMs));
  const from = oldestHeldId !== null && oldestHeldId < overlapId ? oldestHeldId : overlapId;
  return from < floorId ? floorId : from;
}
