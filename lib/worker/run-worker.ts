import { parseCrontab, run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { EventEmitter } from "node:events";
import type { Pool, PoolClient } from "pg";
import { fanOut } from "#lib/deliveries/fan-out";
import { startDeliveries } from "#lib/deliveries/start-deliveries";
import { findPendingEvents } from "#lib/events/pending-events.sql";
import { openWordWaiter } from "#lib/live/wait-for-word";
import type { Notifications } from "#lib/platform/database/notifications";
import { createPool } from "#lib/platform/database/pool";
import { installation } from "#lib/platform/installation";
import { log } from "#lib/platform/log";
import type { OutboundRequest, OutboundResult } from "#lib/platform/outbound/exchange";
import { outbound } from "#lib/platform/outbound/outbound";
import { traced } from "#lib/platform/traced";
import type { ProjectedEvent } from "#lib/transactions/project";
import { projectEvents } from "#lib/transactions/project-events";
import { linkValidations } from "#lib/validations/link-validations.sql";
import { beat, endHeartbeat, releaseAllWorkers, releaseDeadWorkers } from "./heartbeat.sql.ts";
import { keepRunning } from "./keep-running.ts";
import { workOffPendingEvents } from "./pending-events.ts";
import { taskList } from "./task-list.ts";
import { workerLogger } from "./worker-logger.ts";

export interface Worker {
  /** Lets running jobs end, returns the rest to the queue. */
  readonly stop: () => Promise<void>;
}

export interface WorkerOptions {
  readonly url: string;
  /** True when no other process can be working on this database: leftover locks are then a dead worker's. */
  readonly isAlone: boolean;
  /** Where it hears that something was stored. */
  readonly notifications: Notifications;
  /** Whether the door of this process has more to do than it can; left out where there is none. */
  readonly isDoorBusy?: () => boolean;
}

const heartbeatEveryMs = 10_000;
const times = ["*/10 * * * * housekeep", "* * * * * wake_rebuilds", "* * * * * wake_erasures", "* * * * * look_for_alerts", "0 6 * * * mail_audit_head"].join("\n");

/** Starts the worker of this process on a pool of its own. */
export async function runWorker(options: WorkerOptions): Promise<Worker> {
  const pool = createPool({
    url: options.url,
    name: "worker",
    max: 10,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 60_000,
    queryTimeoutMs: 70_000,
    // Sets differ in nothing that a plan depends on: each statement is planned once. Plans are kept from when the tables
    // were empty: without the first three each set would read whole months of events.
    // What the worker writes so far can be made again from what was received, in the order of the log: a crash of
    // PostgreSQL costs a second reading, and the disk waits for the door alone.
    options: "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c synchronous_commit=off",
  });
  const poolIds = new Set<string>();
  await (options.isAlone ? releaseAllWorkers(pool) : releaseDeadWorkers(pool));
  const muted = { now: false };
  const deliveries = await startDeliveries({ url: options.url, notifications: options.notifications, ring: installation().ring, send });
  const work = (ids: readonly string[]): Promise<void> =>
    traced("project events", { "countersign.events": ids.length }, async () => {
      const endpoints = await deliveries.endpoints.get();
      const afterProjecting = async (client: PoolClient, projected: readonly ProjectedEvent[]): Promise<void> => {
        await fanOut(client, endpoints, projected.map(({ id }) => id));
        await linkValidations(client, projected);
      };
      await projectEvents(pool, ids, { afterProjecting });
    });
  const tasks = taskList(pool, work);
  const release = async (): Promise<void> => {
    await endHeartbeat(pool, [...poolIds]);
    poolIds.clear();
  };
  const runner = await keepRunning(() => startRunner(pool, tasks, poolIds, muted), release);
  const timers = [
    every(heartbeatEveryMs, "heartbeat", () => heartbeat(pool, poolIds)),
  ];
  await heartbeat(pool, poolIds);
  const heard = openWordWaiter(options.notifications);
  const newEvents = workOffPendingEvents({
    find: (lowestId, limit) => findPendingEvents(pool, lowestId, limit),
    work,
    waitForWord: heard.wait,
    isDoorBusy: options.isDoorBusy ?? (() => false),
  });
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await newEvents.stop();
      heard.close();
      await deliveries.stop();
      // graphile-worker reports errors while it returns its local queue, although it does return it.
      muted.now = true;
      await runner.stop().catch((error: unknown) => log().warn({ err: error }, "the worker did not stop cleanly"));
      await endHeartbeat(pool, [...poolIds]).catch((error: unknown) => log().warn({ err: error }, "the worker's locks could not be released; the next start does it"));
      await pool.end();
    },
  };
}

/** Of the target's address its host alone is told: paths and queries can hold secrets. */
function send(request: OutboundRequest): Promise<OutboundResult> {
  return traced("deliver", { "http.request.method": "POST", "server.address": new URL(request.url).hostname }, async (span) => {
    const result = await outbound().send(request);
    span.tell(result.statusCode === null ? { "error.type": result.error ?? "unknown" } : { "http.response.status_code": result.statusCode });
    return result;
  });
}

async function startRunner(pool: Pool, tasks: TaskList, poolIds: Set<string>, muted: { readonly now: boolean }): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => poolIds.add(workerPool.id));
  return run({
    pgPool: pool,
    noHandleSignals: true,
    parsedCronItems: parseCrontab(times),
    taskList: tasks,
    events,
    logger: workerLogger(muted),
    preset: {
      worker: {
        concurrentJobs: 4,
        maxPoolSize: 10,
        gracefulShutdownAbortTimeout: 3_000,
      },
    },
  });
}

async function heartbeat(pool: Pool, poolIds: ReadonlySet<string>): Promise<void> {
  await beat(pool, [...poolIds], process.pid);
  await releaseDeadWorkers(pool);
}

/** Repeats until cleared; a round that fails (the database is away) is logged and tried again at the next. */
function every(periodMs: number, name: string, round: () => Promise<void>): NodeJS.Timeout {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    round()
      .catch((error: unknown) => log().warn({ err: error }, `the worker's ${name} failed; it is tried again`))
      .finally(() => {
        running = false;
      });
  }, periodMs);
  timer.unref();
  return timer;
}
