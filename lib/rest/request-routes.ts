import { z } from "zod";
import { getRequest } from "#lib/events/get-request";
import { requestsQuery } from "#lib/events/list-queries";
import { listRequests } from "#lib/events/list-requests";
import { requestDetailShape, requestShape, reverifiedShape } from "#lib/events/request-shape";
import { reverifiedManyShape, reverifyManyInput, reverifyRequests } from "#lib/events/reverify-requests";
import { reverifyRequest } from "#lib/events/reverify-request";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "req_…" }) });

export const listRequestsRoute = defineRoute({
  method: "GET",
  path: "/requests",
  summary: "Every inbound HTTP call",
  description: "Refused ones too. Newest first.",
  permission: "requests.read",
  query: requestsQuery,
  responses: { 200: page(requestShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listRequests(actor, query) }),
});

export const getRequestRoute = defineRoute({
  method: "GET",
  path: "/requests/{id}",
  summary: "One inbound call",
  description: "With headers, the body with personal fields masked, and for a failed verification: what was hashed, which keys were tried, which usual mistake fits.",
  permission: "requests.read",
  params,
  responses: { 200: requestDetailShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getRequest(actor, id) }),
});

export const reverifyRequestRoute = defineRoute({
  method: "POST",
  path: "/requests/{id}/reverify",
  summary: "Verify the kept bytes again",
  description: "After a key or a setting was corrected. Time windows are judged at receivedAt. 409 where it can never pass: card numbers were overwritten, the body was not kept, or it was processed already.",
  permission: "requests.reverify",
  params,
  responses: { 200: reverifiedShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await reverifyRequest(actor, { id }) }),
});

export const reverifyRequestsRoute = defineRoute({
  method: "POST",
  path: "/requests/reverify",
  summary: "Verify many kept requests again",
  description: "Oldest first, up to 100 in one call; call again with nextCursor for the rest. dryRun looks at as many, says how many would pass and changes nothing. What passes becomes events like any other, deduplicated.",
  permission: "requests.reverify",
  body: reverifyManyInput,
  responses: { 200: reverifiedManyShape },
  run: async ({ actor, body }) => ({ status: 200, body: await reverifyRequests(actor, body) }),
});
