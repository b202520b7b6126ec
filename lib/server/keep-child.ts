import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#lib/platform/log";
import { openTalk, type Talk } from "./process-talk.ts";

export interface ChildOrder {
  /** Such as `pages` or `door-2`. */
  readonly name: string;
  readonly spawn: () => ChildProcess;
  /** Says to a fresh process what it needs; resolves when it serves. */
  readonly open: (talk: Talk) => Promise<void>;
  /** What it may ask us. */
  readonly answer: (question: string) => Promise<unknown>;
  /** For tests. */
  readonly firstPauseMs?: number;
}

export interface KeptChild {
  readonly name: string;
  /** Resolves when it serves for the first time; rejects when its first start failed. */
  readonly ready: Promise<void>;
  readonly isRunning: () => boolean;
  /** Asks the one that serves; rejects where none does. */
  readonly ask: (question: string, limitMs: number) => Promise<unknown>;
  /** Lets it answer what it took in, and ends it. */
  readonly stop: () => Promise<void>;
}

const usualFirstPauseMs = 250;
const longestPauseMs = 10_000;
/** Whoever served for this long did not end over its start. */
const settledMs = 30_000;
const stopLimitMs = 7_000;

interface Life {
  readonly child: ChildProcess;
  readonly talk: Talk;
  readonly over: Promise<string>;
  hasEnded: boolean;
}

/** Keeps a process of ours running: one that ends by itself is said to have, and started again after a pause that grows while it keeps ending. */
export function keepChild(order: ChildOrder): KeptChild {
  const stopping = new AbortController();
  let serving: Life | null = null;
  let current: Life | null = null;

  const live = async (onServing: () => void): Promise<string> => {
    const life = startLife(order);
    current = life;
    const opened = order.open(life.talk).then(() => {
      if (life.hasEnded) return;
      serving = life;
      onServing();
    });
    const failed = new Promise<never>((_, reject) => void opened.catch(reject));
    try {
      return await Promise.race([life.over, failed]);
    } catch (error) {
      life.child.kill("SIGKILL");
      await life.over;
      throw error;
    } finally {
      serving = null;
    }
  };

  const ready = Promise.withResolvers<void>();
  // Whoever waits for it hears of a failure; where nobody does any more, because another part failed first, nothing is amiss.
  ready.promise.catch(() => undefined);

  const keep = async (): Promise<void> => {
    let pauseMs = order.firstPauseMs ?? usualFirstPauseMs;
    let hasServed = false;
    while (!stopping.signal.aborted) {
      const startedAtMs = performance.now();
      let reason: string;
      try {
        reason = await live(() => {
          if (hasServed) log().warn({ process: order.name }, "the process that ended is replaced and serves again");
          hasServed = true;
          ready.resolve();
        });
        if (!hasServed) throw new Error(`the process "${order.name}" ended before it served: ${reason}`);
      } catch (error) {
        if (!hasServed) {
          ready.reject(error);
          return;
        }
        reason = error instanceof Error ? error.message : String(error);
      }
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAtMs >= settledMs) pauseMs = order.firstPauseMs ?? usualFirstPauseMs;
      log().error({ process: order.name, reason, againInMs: pauseMs }, "a process of this server ended by itself; another one is started");
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  };
  const kept = keep();

  return {
    name: order.name,
    ready: ready.promise,
    isRunning: () => serving !== null,
    ask: (question, limitMs) => serving?.talk.ask(question, null, limitMs) ?? Promise.reject(new Error(`the process "${order.name}" does not run`)),
    stop: async () => {
      stopping.abort();
      if (current !== null && !current.hasEnded) await stopLife(current);
      await kept;
    },
  };
}

function startLife(order: ChildOrder): Life {
  const child = order.spawn();
  const talk = openTalk(
    {
      // A process that has just ended takes no message: its end is told soon enough.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (take) => child.on("message", take),
    },
    order.answer,
  );
  const over = new Promise<string>((resolve) => {
    const end = (reason: string): void => {
      life.hasEnded = true;
      talk.end(`the process "${order.name}" ended: ${reason}`);
      resolve(reason);
    };
    child.once("exit", (code, signal) => end(signal === null ? `exit code ${String(code)}` : `signal ${signal}`));
    // One that could not be started at all has no end of its own.
    child.on("error", (error) => void (child.pid === undefined && end(error.message)));
  });
  const life: Life = { child, talk, over, hasEnded: false };
  return life;
}

async function stopLife(life: Life): Promise<void> {
  const kill = setTimeout(() => life.child.kill("SIGKILL"), stopLimitMs);
  life.talk.ask("stop", null, stopLimitMs).catch(() => undefined);
  await life.over;
  clearTimeout(kill);
}
