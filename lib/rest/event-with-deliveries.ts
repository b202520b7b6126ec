import { z } from "zod";
import { may } from "#lib/access/may";
import { deliveriesQuery } from "#lib/deliveries/delivery-queries";
import { type Delivery, deliveryShape } from "#lib/deliveries/delivery-shape";
import { listDeliveries } from "#lib/deliveries/list-deliveries";
import { type EventDetail, eventDetailShape } from "#lib/events/event-shape";
import type { Caller } from "./define-route.ts";

/** An event as the API tells it: events know nothing of deliveries. */
export const eventWithDeliveries = eventDetailShape.extend({ deliveries: z.array(deliveryShape).meta({ description: "Newest first, up to 200; [] without the right to read deliveries" }) });

export async function withDeliveries(actor: Caller, event: EventDetail): Promise<Omit<EventDetail, "deliveries"> & { deliveries: Delivery[] }> {
  const sent = may(actor, "deliveries.read") ? await listDeliveries(actor, deliveriesQuery.parse({ eventId: event.id, limit: "200" })) : { data: [] };
  return { ...event, deliveries: [...sent.data] };
}
