import type { Queue } from "#lib/deliveries/queue-shape";
import { formatSeconds } from "../ui/duration-format.ts";
import { formatCount } from "../ui/money-format.ts";

/** A worker that has not been heard of for longer than this is counted out. */
const quietMs = 60_000;

/** Whether the queue moves, in a sentence or two. */
export function queueAnswer({ due, depth, oldestDueAt, pendingEvents, workers }: Queue, nowMs: number): string {
  const alive = workers.filter(({ lastBeatAt }) => nowMs - Date.parse(lastBeatAt) < quietMs).length;
  if (alive === 0) return "No worker has been heard of for a minute: nothing is read and nothing is sent. Start one with npm run worker, or npm start.";
  const waits = oldestDueAt === null ? 0 : Math.max(0, (nowMs - Date.parse(oldestDueAt)) / 1000);
  const events = pendingEvents === 0 ? "" : ` ${formatCount(pendingEvents)} ${pendingEvents === 1 ? "event waits" : "events wait"} to be read.`;
  if (due === 0) return `Nothing is late: ${depth === 0 ? "nothing waits to be sent" : `${formatCount(depth)} ${depth === 1 ? "delivery waits" : "deliveries wait"} for a later time`}.${events}`;
  return `${formatCount(due)} ${due === 1 ? "delivery is" : "deliveries are"} due now, the oldest for ${formatSeconds(waits)}.${events}`;
}
