import { run, type Runner, type TaskList, type WorkerEvents } from "graphile-worker";
import { EventEmitter } from "node:events";
import type { Pool } from "pg";
import { createPool } from "#lib/platform/database/pool";
import { log } from "#lib/platform/log";
import { adoptForgottenEvents } from "./adopt-forgotten-events.ts";
import { beat, endHeartbeat, releaseAllWorkers, releaseDeadWorkers } from "./heartbeat.sql.ts";
import { housekeep } from "./housekeep.ts";
import { keepRunning } from "./keep-running.ts";
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
}

const heartbeatEveryMs = 10_000;
/** With `forgottenAfterMs`: an event whose job was lost (a broken connection loses those already fetched) waits less than a minute. */
const sweepEveryMs = 15_000;
const housekeepingEveryMs = 600_000;

/** Starts the worker of this process on a pool of its own. */
export async function runWorker(options: WorkerOptions): Promise<Worker> {
  const pool = createPool({
    url: options.url,
    name: "worker",
    max: 20,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 60_000,
    queryTimeoutMs: 70_000,
    // Plans are kept from when the tables were empty: without the first three each set would read whole months of events.
    // What the worker writes so far can be made again from what was received, in the order of the log: a crash of
    // PostgreSQL costs a second reading, and the disk waits for the door alone.
    options: "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c synchronous_commit=off",
  });
  const poolIds = new Set<string>();
  await (options.isAlone ? releaseAllWorkers(pool) : releaseDeadWorkers(pool));
  const muted = { now: false };
  const tasks = taskList(pool);
  const release = async (): Promise<void> => {
    await endHeartbeat(pool, [...poolIds]);
    poolIds.clear();
  };
  const runner = await keepRunning(() => startRunner(pool, tasks, poolIds, muted), release);
  const timers = [
    every(heartbeatEveryMs, "heartbeat", () => heartbeat(pool, poolIds)),
    every(sweepEveryMs, "sweep", () => adoptForgottenEvents(pool, Date.now())),
    every(housekeepingEveryMs, "housekeeping", () => housekeep(pool, Date.now())),
  ];
  await heartbeat(pool, poolIds);
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      // graphile-worker reports errors while it returns its local queue, although it does return it.
      muted.now = true;
      await runner.stop().catch((error: unknown) => log().warn({ err: error }, "the worker did not stop cleanly"));
      await endHeartbeat(pool, [...poolIds]).catch((error: unknown) => log().warn({ err: error }, "the worker's locks could not be released; the next start does it"));
      await pool.end();
    },
  };
}

async function startRunner(pool: Pool, tasks: TaskList, poolIds: Set<string>, muted: { readonly now: boolean }): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => poolIds.add(workerPool.id));
  return run({
    pgPool: pool,
    noHandleSignals: true,
    parsedCronItems: [],
    taskList: tasks,
    events,
    logger: workerLogger(muted),
    preset: {
      worker: {
        // Jobs wait for a set that they share and hold no connection meanwhile, so that many may run at once.
        concurrentJobs: 20,
        maxPoolSize: 20,
        localQueue: { size: 100 },
        completeJobBatchDelay: 5,
        failJobBatchDelay: 5,
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
