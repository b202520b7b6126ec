import type { Actor } from "#lib/access/actor";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import type { Delivery } from "#lib/deliveries/delivery-shape";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import type { TransactionDetail } from "#lib/transactions/transaction-shape";

/** Each event costs a look of its own. */
const mostEvents = 8;
const mostShown = 12;

/** Where the latest events of a transaction were sent, newest first. */
export async function deliveriesOf(actor: Actor, { timeline }: Pick<TransactionDetail, "timeline">): Promise<readonly Delivery[]> {
  const eventIds = timeline.flatMap((entry) => (entry.kind === "event" ? [entry.eventId] : [])).slice(-mostEvents);
  const pages = await Promise.all(eventIds.map((eventId) => listDeliveries(actor, deliveriesQuery.parse({ eventId, limit: "10" }))));
  return pages
    .flatMap(({ data }) => data)
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, mostShown);
}
