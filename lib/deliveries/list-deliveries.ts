import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import type { DeliveriesQuery } from "./delivery-queries.ts";
import { findDeliveries } from "./delivery-rows.sql.ts";
import type { Delivery } from "./delivery-shape.ts";
import { presentDelivery } from "./present-delivery.ts";

/** Deliveries by filter, newest first. `query` comes from `deliveriesQuery`. */
export async function listDeliveries(actor: Actor, query: DeliveriesQuery): Promise<Page<Delivery>> {
  requirePermission(actor, "deliveries.read");
  const detailed = may(actor, "deliveries.readDetails");
  const rows = await findDeliveries(database().pool, query, cursorId("delivery", query.cursor));
  return toPage("delivery", rows, query.limit, (row) => presentDelivery(row, detailed));
}
