import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { findEvent } from "./event-rows.sql.ts";
import type { EventDetail } from "./event-shape.ts";
import { presentEventDetail } from "./present-event.ts";

/** One event with its payload, personal fields masked. Throws `Problem("not_found")`. */
export async function getEvent(actor: Actor, id: string): Promise<EventDetail> {
  requirePermission(actor, "events.read");
  return readEvent(id, false);
}

/** For those who may see it already: the permission was checked, and unmasking is in the audit. */
export async function readEvent(id: string, unmasked: boolean): Promise<EventDetail> {
  const uuid = parsePublicId("event", id);
  const row = uuid === null ? null : await findEvent(database().pool, uuid);
  if (row === null) throw eventNotFound();
  return presentEventDetail(row, unmasked);
}

export function eventNotFound(): Problem {
  return new Problem("not_found", "There is no event with this id. Events are dropped when their retention ends; the list shows those that are kept.");
}
