import { z } from "zod";
import { apiKeyShape, newApiKeyShape } from "#lib/access/api-key-shape";
import { createApiKey, createApiKeyInput } from "#lib/access/create-api-key";
import { apiKeysQuery, listApiKeys } from "#lib/access/list-api-keys";
import { revokeApiKey } from "#lib/access/revoke-api-key";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

export const listApiKeysRoute = defineRoute({
  method: "GET",
  path: "/api-keys",
  summary: "The keys of scripts",
  description: "Newest first, ended ones included. For admins in the dashboard: no API key sees or makes keys.",
  permission: "apiKeys.write",
  query: apiKeysQuery,
  responses: { 200: page(apiKeyShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listApiKeys(actor, query) }),
});

export const createApiKeyRoute = defineRoute({
  method: "POST",
  path: "/api-keys",
  summary: "Make an API key",
  description:
    "The key is told in this one answer; only its hash is kept. It does no more than its maker may: neither now nor later, when the maker's role is taken away. Needs a password that was confirmed within the last minutes (POST /session/step-up).",
  permission: "apiKeys.write",
  body: createApiKeyInput,
  responses: { 201: newApiKeyShape },
  run: async ({ actor, body }) => ({ status: 201, body: await createApiKey(actor, body) }),
});

export const revokeApiKeyRoute = defineRoute({
  method: "DELETE",
  path: "/api-keys/{id}",
  summary: "End an API key now",
  description: "409 for one that is revoked already. Needs a password that was confirmed within the last minutes.",
  permission: "apiKeys.write",
  params: z.object({ id: z.string().meta({ description: "tok_…" }) }),
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await revokeApiKey(actor, { id }) }),
});
