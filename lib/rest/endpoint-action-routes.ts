import { z } from "zod";
import { checkEndpoint, checkUrl, urlCheckInput } from "#lib/endpoints/check-endpoint";
import { forceQuery } from "#lib/endpoints/endpoint-input";
import { endpointChangeShape, endpointCheckShape, endpointShape, endpointTestShape, newEndpointShape, revealedSecretsShape } from "#lib/endpoints/endpoint-shape";
import { endpointChangesQuery, listEndpointChanges } from "#lib/endpoints/list-endpoint-changes";
import { revealSecrets } from "#lib/endpoints/reveal-secrets";
import { endpointReversion, revertEndpoint } from "#lib/endpoints/revert-endpoint";
import { rotateSecret, secretRotation } from "#lib/endpoints/rotate-secret";
import { testEndpoint } from "#lib/endpoints/test-endpoint";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "end_…" }) });

export const checkUrlRoute = defineRoute({
  method: "POST",
  path: "/endpoints/check",
  summary: "Look at a URL before it is saved",
  description: "Form, name, class of the address, connection, certificate; each with the reason in words. Sends nothing.",
  permission: "endpoints.write",
  body: urlCheckInput,
  responses: { 200: endpointCheckShape },
  run: async ({ actor, body }) => ({ status: 200, body: await checkUrl(actor, body) }),
});

export const checkEndpointRoute = defineRoute({
  method: "POST",
  path: "/endpoints/{id}/check",
  summary: "Look at an endpoint's URL",
  description: "Form, name, class of the address, connection, certificate; each with the reason in words. Sends nothing.",
  permission: "endpoints.test",
  params,
  responses: { 200: endpointCheckShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await checkEndpoint(actor, id) }),
});

export const testEndpointRoute = defineRoute({
  method: "POST",
  path: "/endpoints/{id}/test",
  summary: "Send a signed test event now",
  description: "Of type countersign.test, whatever the filters and the state, and shows what came back. It is no delivery: nothing is tried again.",
  permission: "endpoints.test",
  params,
  responses: { 200: endpointTestShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await testEndpoint(actor, id) }),
});

export const rotateSecretRoute = defineRoute({
  method: "POST",
  path: "/endpoints/{id}/rotate-secret",
  summary: "Give an endpoint a new secret",
  description: "Deliveries are signed with the new one and, until they expire, with the former ones: webhook-signature holds all, X-Signature is made with the oldest, X-Signature-Next with the newest.",
  permission: "endpoints.write",
  params,
  body: secretRotation,
  responses: { 200: newEndpointShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await rotateSecret(actor, { ...body, id }) }),
});

export const revealSecretsRoute = defineRoute({
  method: "POST",
  path: "/endpoints/{id}/reveal",
  summary: "Show an endpoint's secrets",
  description: "For admins in the dashboard who proved their password within the last minutes (POST /session/step-up). API keys never can. Stands in the audit.",
  permission: "endpoints.reveal",
  params,
  responses: { 200: revealedSecretsShape },
  idempotent: false,
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await revealSecrets(actor, { id }) }),
});

export const listEndpointChangesRoute = defineRoute({
  method: "GET",
  path: "/endpoints/{id}/changes",
  summary: "What an endpoint was before each change",
  description: "Newest first, with the former URL and settings.",
  permission: "endpoints.readDetails",
  params,
  query: endpointChangesQuery,
  responses: { 200: page(endpointChangeShape) },
  run: async ({ actor, params: { id }, query }) => ({ status: 200, body: await listEndpointChanges(actor, id, query) }),
});

export const revertEndpointRoute = defineRoute({
  method: "POST",
  path: "/endpoints/{id}/revert",
  summary: "Go back to former settings",
  description: "To what it was before its last change, or before the one that is named; the URL is looked at again. Secrets and state stay as they are.",
  permission: "endpoints.write",
  params,
  query: forceQuery,
  body: endpointReversion,
  responses: { 200: endpointShape },
  run: async ({ actor, params: { id }, body, query: { force } }) => ({ status: 200, body: await revertEndpoint(actor, id, body, { force: force === "true" }) }),
});
