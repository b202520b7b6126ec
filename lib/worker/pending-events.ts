import { setTimeout as sleep } from "node:timers/promises";
import { firstIdAt, idTime } from "#lib/platform/ids";
import { log } from "#lib/platform/log";

export interface PendingEventsParts {
  /** Ids of events that nobody has read, from this id on, oldest first. */
  readonly find: (lowestId: string, limit: number) => Promise<readonly string[]>;
  /** Reads them; those that cannot be read are set aside. Rejects only when the database is away. */
  readonly work: (ids: readonly string[]) => Promise<void>;
  /** Resolves at the next word that something was stored, at once if one came meanwhile, or after this time. */
  readonly waitForWord: (timeoutMs: number) => Promise<void>;
  /** True while the door of the same process has more to do than it can: providers wait for their answers, nobody for a set. */
  readonly isDoorBusy: () => boolean;
}

export interface PendingEventsLoop {
  /** Ends after the set at hand. */
  readonly stop: () => Promise<void>;
}

/** So that reading a set never holds the event loop for long. */
const mostInSet = 400;
/** Words can be lost with a connection, and whoever stored an event can die before it says so. */
const lookAgainMs = 1_000;
/** Ids are made on arrival and committed within two seconds; older ones are looked for at every sweep. */
const overlapMs = 10_000;
const sweepEveryMs = 15_000;
/** A set of this many shows that more are on their way: waiting for them makes the next set cheaper for each. */
const busySet = 16;
const gatherMs = 100;
const retryMs = 1_000;
/** While the door is busy a set is followed by a pause of this many times its own length: the door gets the larger share. */
const pausesPerSet = 3;
const longestPauseMs = 500;
/** What waits for longer than this waits no more for the door. */
const longestYieldMs = 20_000;

/**
 * Works off events as they are stored. The row of an event that is `pending` is its job, written by the commit that the
 * provider's answer waits for, so that nothing has to be queued beside it: adding, fetching and completing a job for each
 * batch cost PostgreSQL 0.8 ms of 2.9 ms for a batch of 16, and a job can be lost while its event remains.
 */
export function workOffPendingEvents(parts: PendingEventsParts): PendingEventsLoop {
  const stopped = new AbortController();
  const running = loop(parts, stopped.signal);
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

async function loop({ find, work, waitForWord, isDoorBusy }: PendingEventsParts, stopped: AbortSignal): Promise<void> {
  // By the clock that cannot be set: one set back by an hour would put the sweep off by as much.
  let sweepDueMs = performance.now();
  while (!stopped.aborted) {
    try {
      const nowMs = Date.now();
      const startMs = performance.now();
      const sweeps = startMs >= sweepDueMs;
      const ids = await find(sweeps ? firstIdAt(0) : firstIdAt(nowMs - overlapMs), mostInSet);
      const foundMs = performance.now();
      if (ids.length > 0) await work(ids);
      const first = ids[0];
      if (first !== undefined && isDoorBusy() && nowMs - idTime(first) < longestYieldMs) {
        await orStopped(sleep(Math.min(longestPauseMs, pausesPerSet * (performance.now() - foundMs))), stopped);
      }
      if (ids.length === mostInSet) continue;
      if (sweeps) sweepDueMs = startMs + sweepEveryMs;
      if (ids.length >= busySet) await orStopped(sleep(gatherMs), stopped);
      else await orStopped(waitForWord(lookAgainMs), stopped);
    } catch (error) {
      log().warn({ err: error }, "new events could not be worked off; it is tried again");
      await orStopped(sleep(retryMs), stopped);
    }
  }
}

/** Whichever comes first. A race against one promise for the life of the loop would keep something of every round in memory. */
function orStopped(waited: Promise<void>, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve();
    if (stopped.aborted) stop();
    stopped.addEventListener("abort", stop, { once: true });
    waited.then(resolve, reject).finally(() => stopped.removeEventListener("abort", stop));
  });
}
