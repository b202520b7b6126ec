import type { TimelineEntry } from "#lib/transactions/transaction-shape";
import { typeWords } from "../events/event-words.ts";
import type { TimelineItem } from "./timeline.tsx";
import { anomalyWords, lowerFirst, statusWords } from "./transaction-words.ts";

type Act = Extract<TimelineEntry, { kind: "act" }>;
type EventEntry = Extract<TimelineEntry, { kind: "event" }>;

/** What happened, the newest first, in words. Takes it in the order in which events count. */
export function timelineItems(timeline: readonly TimelineEntry[]): readonly TimelineItem[] {
  return timeline.map((entry, at) => (entry.kind === "act" ? actItem(entry, at) : eventItem(entry))).reverse();
}

/** What each event says, by its id. */
export function eventTitles(timeline: readonly TimelineEntry[]): ReadonlyMap<string, string> {
  return new Map(timeline.flatMap((entry) => (entry.kind === "event" ? [[entry.eventId, titleOf(entry)] as const] : [])));
}

function titleOf({ type }: EventEntry): string {
  return type === null ? "Not read yet" : typeWords(type);
}

function eventItem(entry: EventEntry): TimelineItem {
  const { eventId, at, type, providerType, amount, repeat, hasConflict, flags } = entry;
  const marks = [...(repeat ? ["Says it again"] : []), ...(hasConflict ? ["Conflict"] : []), ...flags.map((flag) => flag.replaceAll("_", " "))];
  return { kind: "event", id: eventId, at, title: titleOf(entry), type, providerType, amount, marks };
}

function actItem(act: Act, at: number): TimelineItem {
  return { kind: "act", id: String(at), at: act.at, action: act.action, title: actWords(act), by: act.by, note: act.note };
}

function actWords({ action, status, anomaly }: Act): string {
  const about = anomaly === null ? "" : `: ${lowerFirst(anomalyWords[anomaly])}`;
  switch (action) {
    case "transaction.resolve":
      return status === null ? "Closed by hand" : `Closed by hand as ${lowerFirst(statusWords[status])}`;
    case "transaction.reopen":
      return status === null ? "Reopened" : `Reopened, ${lowerFirst(statusWords[status])} again`;
    case "transaction.rebuild":
      return "Rebuilt from its events";
    case "anomaly.acknowledge":
      return `Anomaly acknowledged${about}`;
    case "anomaly.unacknowledge":
      return `Anomaly opened again${about}`;
  }
}
