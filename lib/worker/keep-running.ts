import type { Runner } from "graphile-worker";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#lib/platform/log";

const pauseMs = 1_000;
/** Longer than its own graceful shutdown (3 s): after that a runner whose promise still hangs, as happens when its last writes fail too, is given up. */
const shutdownLimitMs = 5_000;

/**
 * Keeps a runner running. graphile-worker ends for good when a job's completion cannot be written, as when the database
 * cuts its connections: then `release` frees what it held and another one is started, again and again until `stop`.
 * Throws when the first start fails.
 */
export async function keepRunning(start: () => Promise<Runner>, release: () => Promise<void>): Promise<{ readonly stop: () => Promise<void> }> {
  let runner = await start();
  const stopped = new AbortController();
  const watch = async (): Promise<void> => {
    for (;;) {
      await ended(runner);
      if (stopped.signal.aborted) return;
      log().warn("the worker ended by itself; another one is started");
      const next = await startAgain(start, release, stopped.signal);
      if (next === null) return;
      runner = next;
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopped.abort();
      try {
        await runner.stop();
      } finally {
        await watching;
      }
    },
  };
}

/** Resolves when the runner is over; how it ended was logged by graphile-worker itself. */
function ended(runner: Runner): Promise<unknown> {
  const givenUp = new Promise<void>((resolve) => {
    runner.events.once("pool:gracefulShutdown", () => void sleep(shutdownLimitMs, undefined, { ref: false }).then(resolve));
  });
  return Promise.race([runner.promise.catch(() => undefined), givenUp]);
}

async function startAgain(start: () => Promise<Runner>, release: () => Promise<void>, stopped: AbortSignal): Promise<Runner | null> {
  while (!stopped.aborted) {
    try {
      await sleep(pauseMs, undefined, { signal: stopped });
      await release();
      const runner = await start();
      if (!stopped.aborted) return runner;
      await runner.stop();
    } catch (error) {
      if (!stopped.aborted) log().warn({ err: error }, "the worker could not be started; it is tried again");
    }
  }
  return null;
}
