import { listDeliveriesOfEvents } from "#lib/deliveries/list-deliveries-of-events";
import type { TransactionDetail } from "#lib/transactions/transaction-shape";
import type { TimelineItem } from "../../../components/transactions/timeline.tsx";
import { timelineItems } from "../../../components/transactions/timeline-items.ts";
import { endpointNamesOf } from "../../endpoint-names.ts";
import { firstValue, hrefWith, type SearchParams } from "../../search-params.ts";
import type { Person } from "../../signed-in.ts";

/** Events and acts at first, and with each wish for more. */
const step = 40;
/** More than a page can show with ease: the list of events has the rest. */
const most = 1_000;
const deliveriesOfEach = 6;

export interface ShownTimeline {
  readonly items: readonly TimelineItem[];
  readonly earlier: { readonly href: string; readonly count: number } | null;
}

/** The newest part of what happened to a transaction, with where its events were sent; as much of it as the address asks for. */
export async function timelineOf(actor: Person, { id, timeline }: Pick<TransactionDetail, "id" | "timeline">, params: SearchParams): Promise<ShownTimeline> {
  const asked = Number(firstValue(params, "timeline") ?? step);
  const shown = timeline.slice(-Math.min(most, Math.max(step, Number.isInteger(asked) ? asked : step)));
  const eventIds = shown.flatMap((entry) => (entry.kind === "event" ? [entry.eventId] : []));
  const [byEvent, endpointNames] = await Promise.all([listDeliveriesOfEvents(actor, eventIds, deliveriesOfEach), endpointNamesOf(actor)]);
  const hidden = timeline.length - shown.length;
  return {
    items: timelineItems(shown, { byEvent, endpointNames }),
    earlier: hidden === 0 || shown.length >= most ? null : { href: hrefWith(`/transactions/${id}`, { timeline: String(shown.length + step) }), count: hidden },
  };
}
