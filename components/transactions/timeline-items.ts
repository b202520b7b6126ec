import type { EventDeliveries } from "#lib/deliveries/list-deliveries-of-events";
import type { Delivery } from "#lib/deliveries/delivery-shape";
import type { TimelineEntry } from "#lib/transactions/transaction-shape";
import { answerWords, deliveryState } from "../deliveries/delivery-words.ts";
import { typeWords } from "../events/event-words.ts";
import type { TimelineItem } from "./timeline.tsx";
import { anomalyWords, lowerFirst, statusWords } from "./transaction-words.ts";

type Act = Extract<TimelineEntry, { kind: "act" }>;
type EventEntry = Extract<TimelineEntry, { kind: "event" }>;
type DeliveryItem = Extract<TimelineItem, { kind: "delivery" }>;

/** Where events were sent, by their ids, and what people call the endpoints. */
export interface Sent {
  readonly byEvent: ReadonlyMap<string, EventDeliveries>;
  readonly endpointNames: ReadonlyMap<string, string>;
}

/** What happened, the newest first, in words. Takes it in the order in which events count; deliveries stand among them by time, never before their event. */
export function timelineItems(timeline: readonly TimelineEntry[], { byEvent, endpointNames }: Sent): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  let waiting: DeliveryItem[] = [];
  const takeUntil = (at: string | null): void => {
    const due = waiting.filter((item) => at === null || item.at < at).toSorted((one, other) => (one.at < other.at ? -1 : 1));
    items.push(...due);
    waiting = waiting.filter((item) => !due.includes(item));
  };
  for (const [index, entry] of timeline.entries()) {
    takeUntil(entry.at);
    items.push(entry.kind === "act" ? actItem(entry, index) : eventItem(entry));
    if (entry.kind === "event") waiting.push(...deliveryItems(entry, byEvent.get(entry.eventId), endpointNames));
  }
  takeUntil(null);
  return items.reverse();
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

function deliveryItems(event: EventEntry, sent: EventDeliveries | undefined, endpointNames: ReadonlyMap<string, string>): DeliveryItem[] {
  if (sent === undefined) return [];
  return sent.deliveries.map((delivery, index) => ({
    kind: "delivery",
    id: delivery.id,
    at: delivery.finishedAt ?? delivery.createdAt,
    state: deliveryState(delivery),
    title: deliveryTitle(delivery, targetName(delivery, endpointNames)),
    about: [titleOf(event), ...(delivery.attemptCount === 0 ? [] : [answerWords({ statusCode: delivery.lastStatusCode, error: delivery.lastError })]), ...(delivery.attemptCount > 1 ? [`${String(delivery.attemptCount)} attempts`] : [])].join(" · "),
    isReplay: delivery.replayId !== null,
    earlierOf: index === 0 && sent.hasMore ? event.eventId : null,
  }));
}

function targetName({ endpointId, url }: Delivery, endpointNames: ReadonlyMap<string, string>): string {
  if (endpointId === null) return url === null ? "a URL" : (URL.parse(url)?.host ?? url);
  return endpointNames.get(endpointId) ?? "a deleted endpoint";
}

function deliveryTitle({ status, attemptCount, held }: Delivery, target: string): string {
  switch (status) {
    case "succeeded":
      return `Delivered to ${target}`;
    case "failed":
      return `Not delivered to ${target}`;
    case "canceled":
      return `Delivery to ${target} canceled`;
    case "pending":
      if (held) return `Held back from ${target}`;
      return attemptCount === 0 ? `Waits to be sent to ${target}` : `Not taken yet by ${target}`;
  }
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
