import { z } from "zod";
import { createEndpoint } from "#lib/endpoints/create-endpoint";
import { deleteEndpoint } from "#lib/endpoints/delete-endpoint";
import { endpointChanges, forceQuery, newEndpointInput } from "#lib/endpoints/endpoint-input";
import { endpointFigures, figuresQuery } from "#lib/endpoints/endpoint-figures";
import { endpointFiguresShape, endpointShape, newEndpointShape } from "#lib/endpoints/endpoint-shape";
import { getEndpoint } from "#lib/endpoints/get-endpoint";
import { endpointsQuery, listEndpoints } from "#lib/endpoints/list-endpoints";
import { updateEndpoint } from "#lib/endpoints/update-endpoint";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "end_…" }) });

export const listEndpointsRoute = defineRoute({
  method: "GET",
  path: "/endpoints",
  summary: "The merchant's URLs that events are sent to",
  description: "Newest first, paused and disabled ones included. Viewers get descriptions, filters and states: no URLs, names of headers or secrets.",
  permission: "endpoints.read",
  query: endpointsQuery,
  responses: { 200: page(endpointShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listEndpoints(actor, query) }),
});

export const endpointFiguresRoute = defineRoute({
  method: "GET",
  path: "/endpoints/figures",
  summary: "What came of the attempts at each endpoint over time",
  description: "Successes, failures and latency by steps, counted while attempts are recorded: a worker that is killed may leave out its last seconds.",
  permission: "endpoints.read",
  query: figuresQuery,
  responses: { 200: endpointFiguresShape },
  run: async ({ actor, query }) => ({ status: 200, body: await endpointFigures(actor, query) }),
});

export const createEndpointRoute = defineRoute({
  method: "POST",
  path: "/endpoints",
  summary: "Make an endpoint",
  description:
    "Its URL is looked at first: form, name, class of the address. A secret that was made here is told in this one answer only. Events that match from now on are sent; POST /replays sends earlier ones.",
  permission: "endpoints.write",
  query: forceQuery,
  body: newEndpointInput,
  responses: { 201: newEndpointShape },
  run: async ({ actor, body, query: { force } }) => ({ status: 201, body: await createEndpoint(actor, body, { force: force === "true" }) }),
});

export const getEndpointRoute = defineRoute({
  method: "GET",
  path: "/endpoints/{id}",
  summary: "One endpoint",
  permission: "endpoints.read",
  params,
  responses: { 200: endpointShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getEndpoint(actor, id) }),
});

export const updateEndpointRoute = defineRoute({
  method: "PATCH",
  path: "/endpoints/{id}",
  summary: "Change, pause, disable or enable an endpoint",
  description: "Members that are left out stay. A URL is looked at like a new one. What it was is kept: POST /endpoints/{id}/revert goes back.",
  permission: "endpoints.write",
  params,
  query: forceQuery,
  body: endpointChanges,
  responses: { 200: endpointShape },
  run: async ({ actor, params: { id }, body, query: { force } }) => ({ status: 200, body: await updateEndpoint(actor, id, body, { force: force === "true" }) }),
});

export const deleteEndpointRoute = defineRoute({
  method: "DELETE",
  path: "/endpoints/{id}",
  summary: "End an endpoint for good",
  description: "Its secrets and headers are gone, deliveries that wait for it are canceled; those that were made stay readable.",
  permission: "endpoints.write",
  params,
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await deleteEndpoint(actor, { id }) }),
});
