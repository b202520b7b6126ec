import { runOnce } from "graphile-worker";
import type { Pool } from "pg";
import { announceAlert } from "#lib/alerts/announce-alert";
import { lookForAlerts } from "#lib/alerts/look-for-alerts";
import { log } from "#lib/platform/log";
import { workerLogger } from "./worker-logger.ts";
import { hasDueAnnouncements, readWorkerSigns } from "./worker-signs.sql.ts";

export interface WorkerWatch {
  readonly stop: () => Promise<void>;
}

const everyMs = 30_000;
/** A worker that is replaced by another is away for some seconds: that is no alert. */
const patienceMs = 60_000;

/**
 * Workers tell of everything but their own absence: each web process watches for them. The alert is opened once among all
 * of them by the alerts' own lock, and what announces it is a job like any other, so that it is sent once by whoever takes
 * it first: while no worker does, by us.
 */
export function watchWorkers(pool: Pool): WorkerWatch {
  const look = workerLook(pool);
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= look(Date.now())
      .catch((error: unknown) => log().warn({ err: error }, "whether a worker runs could not be looked at; it is tried again"))
      .finally(() => {
        running = null;
      });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** One watch's look, which remembers since when no worker has been seen. */
export function workerLook(pool: Pool): (nowMs: number) => Promise<void> {
  let missingSinceMs: number | null = null;
  return async (nowMs) => {
    const { alive, told } = await readWorkerSigns(pool);
    missingSinceMs = alive ? null : (missingSinceMs ?? nowMs);
    const missing = missingSinceMs !== null && nowMs - missingSinceMs >= patienceMs;
    // A worker that is back ends the alert by itself, within a minute; the banner goes at once.
    if (missing || (alive && told)) await lookForAlerts(pool, nowMs, ["worker_missing"]);
    if (missing && (await hasDueAnnouncements(pool))) await announceInItsPlace(pool);
  };
}

/** Works off the announcements that are due, and nothing else of the queue. */
async function announceInItsPlace(pool: Pool): Promise<void> {
  await runOnce({
    pgPool: pool,
    noHandleSignals: true,
    taskList: { announce_alert: (payload) => announceAlert(pool, payload, Date.now()) },
    logger: workerLogger({ now: false }),
    preset: { worker: { concurrentJobs: 2 } },
  });
}
