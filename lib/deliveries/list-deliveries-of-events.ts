import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId, publicId } from "#lib/platform/ids";
import { findDeliveriesOfEvents } from "./delivery-rows.sql.ts";
import type { Delivery } from "./delivery-shape.ts";
import { presentDelivery } from "./present-delivery.ts";

export interface EventDeliveries {
  /** Oldest first. */
  readonly deliveries: readonly Delivery[];
  /** There are older ones. */
  readonly hasMore: boolean;
}

/** The newest deliveries of each of these events, in one look; events without any are missing. */
export async function listDeliveriesOfEvents(actor: Actor, eventIds: readonly string[], mostOfEach: number): Promise<ReadonlyMap<string, EventDeliveries>> {
  requirePermission(actor, "deliveries.read");
  const detailed = may(actor, "deliveries.readDetails");
  const rows = await findDeliveriesOfEvents(database().pool, eventIds.flatMap((id) => parsePublicId("event", id) ?? []), mostOfEach + 1);
  const byEvent = Map.groupBy(rows, (row) => publicId("event", row.event_id));
  return new Map([...byEvent].map(([eventId, found]) => [eventId, { deliveries: found.slice(-mostOfEach).map((row) => presentDelivery(row, detailed)), hasMore: found.length > mostOfEach }]));
}
