import { database } from "#lib/platform/database/client";
import { findDeliveriesOfAttempts } from "./delivery-rows.sql.ts";
import type { Delivery } from "./delivery-shape.ts";
import { presentDelivery } from "./present-delivery.ts";

/** Rows of the list of deliveries, by the bare ids of the attempts that changed them. `detailed`: with where they go. */
export async function describeAttempts(rows: readonly { readonly kind: string; readonly id: string }[], detailed: boolean): Promise<ReadonlyMap<string, Delivery>> {
  const ids = rows.flatMap(({ kind, id }) => (kind === "delivery" ? [id] : []));
  if (ids.length === 0) return new Map();
  const found = await findDeliveriesOfAttempts(database().pool, ids);
  return new Map(found.map((row) => [row.attempt_id, presentDelivery(row, detailed)]));
}
