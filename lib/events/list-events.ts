import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { findEvents } from "./event-rows.sql.ts";
import type { Event } from "./event-shape.ts";
import type { EventsQuery } from "./list-queries.ts";
import { presentEvent } from "./present-event.ts";

/** Events by filter, newest first. `query` comes from `eventsQuery`. */
export async function listEvents(actor: Actor, query: EventsQuery): Promise<Page<Event>> {
  requirePermission(actor, "events.read");
  // An e-mail address as a reference tells who paid: who may not unmask one finds nothing by it.
  if (!may(actor, "personal.read") && [query.q, query.reference].some((word) => word?.includes("@") === true)) return { data: [], nextCursor: null };
  const rows = await findEvents(database().pool, query, cursorId("event", query.cursor));
  return toPage("event", rows, query.limit, presentEvent);
}
