import { z } from "zod";
import { eventDetailShape, eventShape } from "#lib/events/event-shape";
import { getEvent } from "#lib/events/get-event";
import { eventsQuery } from "#lib/events/list-queries";
import { listEvents } from "#lib/events/list-events";
import { requestDetailShape } from "#lib/events/request-shape";
import { unmaskInput, unmaskRecord } from "#lib/events/unmask-record";
import { defineRoute } from "./define-route.ts";
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

export const getEventRoute = defineRoute({
  method: "GET",
  path: "/events/{id}",
  summary: "One event with its payload",
  description: "The payload is the item as it was received, every number exact, personal fields masked.",
  permission: "events.read",
  params: z.object({ id: z.string().meta({ description: "evt_…" }) }),
  responses: { 200: eventDetailShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getEvent(actor, id) }),
});

export const unmaskRoute = defineRoute({
  method: "POST",
  path: "/unmask",
  summary: "Show a record's personal fields",
  description: "Stands in the audit.",
  permission: "personal.read",
  body: unmaskInput,
  responses: {
    200: z.discriminatedUnion("type", [
      z.object({ type: z.literal("event"), record: eventDetailShape }),
      z.object({ type: z.literal("request"), record: requestDetailShape }),
    ]),
  },
  idempotent: false,
  run: async ({ actor, body }) => ({ status: 200, body: await unmaskRecord(actor, body) }),
});
