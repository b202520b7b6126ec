import type { DemoMessage } from "./business.ts";
import type { PastDeliveries } from "./past-deliveries.ts";

export interface Work {
  readonly startMs: number;
  readonly endMs: number;
  /** Moves the clock of the process alone. */
  readonly moveDate: (atMs: number) => void;
  /** Moves the clocks of the process and of the database. */
  readonly moveTo: (atMs: number) => Promise<void>;
  readonly receive: (message: DemoMessage) => Promise<void>;
  /** Reads what came, and makes its deliveries. */
  readonly read: () => Promise<void>;
  readonly deliveries: Pick<PastDeliveries, "run" | "nextDueMs">;
  /** A look at the rules of alerts. */
  readonly look: (atMs: number) => Promise<void>;
  /** When they are looked at more often. */
  readonly watch: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** What people did, by its time. */
  readonly acts: readonly { readonly atMs: number; readonly act: () => Promise<void> }[];
  readonly onProgress: (done: number, total: number) => void;
}

/** Messages that came within this time of the first are read together, as the worker would on a busy day. */
const togetherMs = 30_000;
const mostTogether = 100;
const afterMs = 250;
/** How often the rules of alerts are looked at: more seldom than by the worker, or a month would take an hour. */
const lookEveryMs = 12 * 3_600_000;
const watchEveryMs = 900_000;

/** Everything in the order in which it happened: messages, what people did, deliveries that are tried again, alerts. */
export async function workThrough(messages: readonly DemoMessage[], work: Work): Promise<void> {
  const others = [...work.acts.map(({ atMs, act }) => ({ atMs, act })), ...looks(work)].sort((a, b) => a.atMs - b.atMs);
  let at = 0;
  while (at < messages.length) {
    const first = messages[at];
    if (first === undefined) break;
    await catchUp(work, others, first.atMs);
    const set: DemoMessage[] = [];
    for (let next = messages[at]; next !== undefined && set.length < mostTogether && next.atMs - first.atMs <= togetherMs && next.atMs < (others[0]?.atMs ?? Number.POSITIVE_INFINITY); next = messages[at]) {
      set.push(next);
      at += 1;
    }
    // The door writes the times of the process; the database's clock is moved for the readers behind it.
    await Promise.all(set.map((message) => {
      work.moveDate(message.atMs);
      return work.receive(message);
    }));
    const readMs = (set.at(-1) ?? first).atMs + afterMs;
    await work.moveTo(readMs);
    await work.read();
    await work.deliveries.run(readMs);
    work.onProgress(at, messages.length);
  }
  await catchUp(work, others, work.endMs);
  await work.moveTo(work.endMs);
}

/** What is due before the next message: retries, acts and looks, each at its own time. */
async function catchUp(work: Work, others: { readonly atMs: number; readonly act: () => Promise<void> }[], untilMs: number): Promise<void> {
  for (;;) {
    const dueMs = work.deliveries.nextDueMs() ?? Number.POSITIVE_INFINITY;
    const other = others[0];
    if (Math.min(dueMs, other?.atMs ?? Number.POSITIVE_INFINITY) > untilMs) return;
    if (other !== undefined && other.atMs <= dueMs) {
      others.shift();
      await work.moveTo(other.atMs);
      await other.act();
    } else {
      await work.moveTo(dueMs);
      await work.deliveries.run(dueMs);
    }
  }
}

function looks({ startMs, endMs, look, watch }: Work): { readonly atMs: number; readonly act: () => Promise<void> }[] {
  const every = (fromMs: number, toMs: number, stepMs: number): number[] => Array.from({ length: Math.max(0, Math.floor((toMs - fromMs) / stepMs)) }, (_, index) => fromMs + (index + 1) * stepMs);
  const times = [...every(startMs, endMs, lookEveryMs), ...watch.flatMap(({ fromMs, toMs }) => every(fromMs, toMs, watchEveryMs))];
  return times.filter((atMs) => atMs >= startMs && atMs <= endMs).map((atMs) => ({ atMs, act: () => look(atMs) }));
}
