import { z } from "zod";
import { eventShape } from "#lib/events/event-shape";
import { getEvent } from "#lib/events/get-event";
import { eventsQuery } from "#lib/events/list-queries";
import { listEvents } from "#lib/events/list-events";
import { payloadSearchShape } from "#lib/events/payload-search-shape";
import { payloadQuery, searchPayloads } from "#lib/events/search-payloads";
import { retriedShape, retryEvent } from "#lib/events/retry-event";
import { retriedManyShape, retryEvents, retryManyInput } from "#lib/events/retry-events";
import { defineRoute } from "./define-route.ts";
import { eventWithDeliveries, withDeliveries } from "./event-with-deliveries.ts";
import { page } from "./page.ts";

export const listEventsRoute = defineRoute({
  method: "GET",
  path: "/events",
  summary: "The facts in what was received",
  description: "Only of verified requests, each once. Newest first.",
  permission: "events.read",
  query: eventsQuery,
  responses: { 200: page(eventShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listEvents(actor, query) }),
});

export const searchPayloadsRoute = defineRoute({
  method: "GET",
  path: "/events/search",
  summary: "Events whose payload holds a text",
  description: "Within a range of time of at most 31 days, newest first. Payloads are read one by one, so that an answer may cover a part of the range and says which: go on with nextCursor. A request with several items counts as a whole.",
  permission: "events.read",
  query: payloadQuery,
  responses: { 200: payloadSearchShape },
  run: async ({ actor, query }) => ({ status: 200, body: await searchPayloads(actor, query) }),
});

export const getEventRoute = defineRoute({
  method: "GET",
  path: "/events/{id}",
  summary: "One event with its payload",
  description: "The payload is the item as it was received, every number exact, personal fields masked.",
  permission: "events.read",
  params: z.object({ id: z.string().meta({ description: "evt_…" }) }),
  responses: { 200: eventWithDeliveries },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await withDeliveries(actor, await getEvent(actor, id)) }),
});

export const retryEventRoute = defineRoute({
  method: "POST",
  path: "/events/{id}/retry",
  summary: "Read a failed event again",
  description: "After what it failed on was corrected, such as a setting of its source. The worker reads it at once; GET /events/{id} tells how it went. 409 for an event that has not failed. Stands in the audit.",
  permission: "events.retry",
  params: z.object({ id: z.string().meta({ description: "evt_…" }) }),
  responses: { 202: retriedShape },
  run: async ({ actor, params: { id } }) => ({ status: 202, body: await retryEvent(actor, { id }) }),
});

export const retryEventsRoute = defineRoute({
  method: "POST",
  path: "/events/retry",
  summary: "Read many failed events again",
  description: "Oldest first, up to 2000 in one call; call again with nextCursor for the rest. With dryRun, which answers 200, it only counts. GET /events?state=failed lists them. Stands in the audit.",
  permission: "events.retry",
  body: retryManyInput,
  responses: { 200: retriedManyShape, 202: retriedManyShape },
  run: async ({ actor, body }) => {
    const answer = await retryEvents(actor, body);
    return body.dryRun ? { status: 200, body: answer } : { status: 202, body: answer };
  },
});
