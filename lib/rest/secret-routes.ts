import { z } from "zod";
import { endpointShape } from "#lib/endpoints/endpoint-shape";
import { endSecret } from "#lib/endpoints/end-secret";
import { secretChanges, updateSecret } from "#lib/endpoints/update-secret";
import { defineRoute } from "./define-route.ts";

const params = z.object({ id: z.string().meta({ description: "end_…" }), secretId: z.string().meta({ description: "sec_…" }) });

export const updateSecretRoute = defineRoute({
  method: "PATCH",
  path: "/endpoints/{id}/secrets/{secretId}",
  summary: "Set when a former secret stops to sign",
  description: "The newest one has no end: rotate first. In the dashboard after POST /session/step-up.",
  permission: "endpoints.write",
  params,
  body: secretChanges,
  responses: { 200: endpointShape },
  run: async ({ actor, params: { id, secretId }, body }) => ({ status: 200, body: await updateSecret(actor, { ...body, id, secretId }) }),
});

export const endSecretRoute = defineRoute({
  method: "DELETE",
  path: "/endpoints/{id}/secrets/{secretId}",
  summary: "End a former secret now",
  description: "Deliveries are no longer signed with it. 409 for the newest one: rotate first. In the dashboard after POST /session/step-up.",
  permission: "endpoints.write",
  params,
  responses: { 200: endpointShape },
  run: async ({ actor, params: { id, secretId } }) => ({ status: 200, body: await endSecret(actor, { id, secretId }) }),
});
