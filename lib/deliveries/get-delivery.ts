import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { findAttempts, findDeliveriesByIds } from "./delivery-rows.sql.ts";
import type { DeliveryDetail } from "./delivery-shape.ts";
import { presentAttempt, presentDelivery } from "./present-delivery.ts";

/** One delivery with its attempts, personal fields in answers masked. Throws `Problem("not_found")`. */
export async function getDelivery(actor: Actor, id: string): Promise<DeliveryDetail> {
  return readDelivery(actor, id, false);
}

/** `unmasked` for those who may: the permission was checked, and unmasking is in the audit. */
export async function readDelivery(actor: Actor, id: string, unmasked: boolean): Promise<DeliveryDetail> {
  requirePermission(actor, "deliveries.read");
  const detailed = may(actor, "deliveries.readDetails");
  const uuid = parsePublicId("delivery", id);
  const [row] = uuid === null ? [] : await findDeliveriesByIds(database().pool, [uuid]);
  if (row === undefined) throw deliveryNotFound();
  const attempts = await findAttempts(database().pool, row.id);
  return { ...presentDelivery(row, detailed), attempts: attempts.map((attempt) => presentAttempt(attempt, detailed, unmasked)) };
}

export function deliveryNotFound(): Problem {
  return new Problem("not_found", "There is no delivery with this id: check it, or find the delivery in the list.");
}
