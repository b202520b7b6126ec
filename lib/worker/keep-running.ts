import type { Runner } from "graphile-worker";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#lib/platform/log";

const pauseMs = 1_000;

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
      // How it ended was logged by graphile-worker itself.
      await runner.promise.catch(() => undefined);
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
