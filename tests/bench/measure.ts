import { setTimeout as sleep } from "node:timers/promises";
import { bytesPerRequest, eventCounts, walBytes } from "./bare-server.sql.ts";
import { eventId } from "./bench-message.ts";
import { startNode } from "./child.ts";
import { loadResult, type LoadOrder, type LoadResult } from "./load-generator.ts";
import { familySeconds, residentMib } from "./process-figures.ts";
import type { RunningTarget } from "./targets.ts";

export interface Memory {
  readonly firstMib: number | null;
  /** The median of each quarter of the run: these are level where nothing leaks. */
  readonly quarterMib: readonly number[];
  readonly peakMib: number | null;
  readonly lastMib: number | null;
}

/** Processor time per acknowledged request, in milliseconds: hardly changes when other programs are at work too. */
export interface Cost {
  readonly serverMs: number | null;
  readonly postgresMs: number | null;
}

export interface Measurement {
  readonly load: LoadResult;
  readonly memory: Memory;
  readonly cost: Cost;
  /** Acknowledged messages that are not in the database: must be 0. */
  readonly lost: number;
  /** Acknowledged messages without an event of their own: must be 0. `null` where there are no events. */
  readonly withoutEvent: number | null;
  /** Events not yet processed when the load ended, and how long the worker then took; `null` where no worker runs. */
  readonly backlog: { readonly events: number; readonly drainedInSeconds: number | null } | null;
  readonly storedBytesPerRequest: number | null;
  /** What PostgreSQL wrote to its log for each, the worker's part included where one ran. */
  readonly walBytesPerRequest: number;
}

const memoryEveryMs = 1000;
const drainLimitMs = 60_000;

/** Loads a running target and checks that all it acknowledged is stored. Message ids are new in every call. */
export async function measure(target: RunningTarget, order: Omit<LoadOrder, "url">, options: { readonly hasWorker: boolean; readonly acknowledgedBefore: number }): Promise<Measurement> {
  const samples: number[] = [];
  const sample = (): void => {
    const mib = residentMib(target.pid);
    if (mib !== null) samples.push(mib);
  };
  sample();
  const before = { server: familySeconds(target.pid), postgres: familySeconds(target.postgresPid), walBytes: await walBytes(target.pool) };
  const timer = setInterval(sample, memoryEveryMs);
  const generator = startNode(["tests/bench/load-generator.ts", JSON.stringify({ ...order, url: target.url })], {});
  try {
    const load = loadResult.parse(JSON.parse(await generator.output()));
    sample();
    const backlog = target.isProduct && options.hasWorker ? await drain(target) : null;
    const perRequest = (startSeconds: number | null, endSeconds: number | null): number | null =>
      startSeconds === null || endSeconds === null || load.acknowledged === 0 ? null : Math.round(((endSeconds - startSeconds) / load.acknowledged) * 1e6) / 1000;
    return {
      load,
      cost: { serverMs: perRequest(before.server, familySeconds(target.pid)), postgresMs: perRequest(before.postgres, familySeconds(target.postgresPid)) },
      memory: { firstMib: samples[0] ?? null, quarterMib: quartersOf(samples), peakMib: samples.length > 0 ? Math.max(...samples) : null, lastMib: samples.at(-1) ?? null },
      lost: await countLost(target, order.prefix, load),
      withoutEvent: target.isProduct ? await countWithoutEvent(target, options.acknowledgedBefore + load.acknowledged) : null,
      backlog,
      walBytesPerRequest: Math.round(((await walBytes(target.pool)) - before.walBytes) / Math.max(1, load.acknowledged)),
      storedBytesPerRequest: target.isProduct ? await bytesPerRequest(target.pool) : null,
    };
  } finally {
    clearInterval(timer);
    await generator.stop();
  }
}

function quartersOf(samples: readonly number[]): readonly number[] {
  const size = Math.floor(samples.length / 4);
  if (size === 0) return [];
  return [0, 1, 2, 3].map((quarter) => samples.slice(quarter * size, (quarter + 1) * size).toSorted((left, right) => left - right)[Math.floor(size / 2)] ?? 0);
}

async function drain(target: RunningTarget): Promise<Measurement["backlog"]> {
  const startMs = performance.now();
  const { pending: events } = await eventCounts(target.pool);
  while (performance.now() - startMs < drainLimitMs) {
    if ((await eventCounts(target.pool)).pending === 0) return { events, drainedInSeconds: Math.round((performance.now() - startMs) / 10) / 100 };
    await sleep(100);
  }
  return { events, drainedInSeconds: null };
}

/** Acknowledged messages of a load that are not in the database. */
export async function countLost(target: RunningTarget, prefix: string, load: LoadResult): Promise<number> {
  const stored = new Set(await target.storedIds());
  const unacknowledged = new Set(load.unacknowledged);
  let lost = 0;
  for (let number = 0; number < load.sent; number += 1) {
    if (!unacknowledged.has(number) && !stored.has(eventId(prefix, number))) lost += 1;
  }
  return lost;
}

/** Every body is unique, so that each acknowledged one has made an event of its own. */
async function countWithoutEvent(target: RunningTarget, acknowledged: number): Promise<number> {
  const { events } = await eventCounts(target.pool);
  return Math.max(0, acknowledged - events);
}
