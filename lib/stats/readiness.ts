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
export const blockedMs = 2_000;

const slot = Symbol.for("countersign.eventLoopDelay");
const held = globalThis as typeof globalThis & { [slot]?: IntervalHistogram };

/** Whether this process can take webhooks now. */
export async function readiness(): Promise<Readiness> {
  const eventLoopDelayMs = loopDelayMs();
  const state = await databaseReadiness();
  return { ready: state.database === "reachable" && eventLoopDelayMs < blockedMs, eventLoopDelayMs, ...state };
}

/** Whatever keeps this question from being answered also keeps webhooks from being stored. */
export async function databaseReadiness(): Promise<Pick<Readiness, "database" | "workerLastBeatAt">> {
  try {
    return { database: "reachable", workerLastBeatAt: await newestHeartbeat(database().ingestPool) };
  } catch {
    return { database: "unreachable", workerLastBeatAt: null };
  }
}

/** The longest that this process's event loop stood still since the last question. */
export function loopDelayMs(): number {
  const histogram = (held[slot] ??= startHistogram());
  const delayMs = Math.round(histogram.max / 1e6);
  histogram.reset();
  return delayMs;
}

function startHistogram(): IntervalHistogram {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  return histogram;
}
