import { monitorEventLoopDelay } from "node:perf_hooks";
import { database } from "#lib/platform/database/client";
import { newestHeartbeat } from "./readiness.sql.ts";

export interface Readiness {
  readonly ready: boolean;
  readonly database: "reachable" | "unreachable";
  /** The longest the event loop stood still since the last question, in milliseconds. */
  readonly eventLoopDelayMs: number;
  /** Told, but never a reason to be unready: a receiver without a worker still receives. */
  readonly workerLastBeatAt: string | null;
}

type IntervalHistogram = ReturnType<typeof monitorEventLoopDelay>;

/** A loop that stood still this long cannot answer providers in their time. */
const blockedMs = 2_000;

const slot = Symbol.for("countersign.eventLoopDelay");
const held = globalThis as typeof globalThis & { [slot]?: IntervalHistogram };

/** Whether this process can take webhooks now. */
export async function readiness(): Promise<Readiness> {
  const histogram = (held[slot] ??= startHistogram());
  const eventLoopDelayMs = Math.round(histogram.max / 1e6);
  histogram.reset();
  try {
    const workerLastBeatAt = await newestHeartbeat(database().ingestPool);
    return { ready: eventLoopDelayMs < blockedMs, database: "reachable", eventLoopDelayMs, workerLastBeatAt };
  } catch {
    // Whatever keeps the question from being answered also keeps webhooks from being stored.
    return { ready: false, database: "unreachable", eventLoopDelayMs, workerLastBeatAt: null };
  }
}

function startHistogram(): IntervalHistogram {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  return histogram;
}
