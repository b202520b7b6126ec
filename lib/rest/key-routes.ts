import { z } from "zod";
import { addKey, newKeyInput } from "#lib/sources/add-key";
import { listKeys } from "#lib/sources/list-keys";
import { revealKey } from "#lib/sources/reveal-key";
import { revokeKey } from "#lib/sources/revoke-key";
import { keyShape, newKeyShape, revealedKeyShape } from "#lib/sources/source-shape";
import { keyChanges, updateKey } from "#lib/sources/update-key";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const ofSource = z.object({ id: z.string().meta({ description: "src_…" }) });
const ofKey = ofSource.extend({ keyId: z.string().meta({ description: "key_…" }) });

export const listKeysRoute = defineRoute({
  method: "GET",
  path: "/sources/{id}/keys",
  summary: "The keys of a source",
  description: "Newest first, ended ones included; all on one page.",
  permission: "sources.readDetails",
  params: ofSource,
  responses: { 200: page(keyShape) },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await listKeys(actor, id) }),
});

export const addKeyRoute = defineRoute({
  method: "POST",
  path: "/sources/{id}/keys",
  summary: "Add a key, or rotate",
  description: "The new key verifies at once, the ones before it until they expire. Without secret one is generated where the merchant chooses the key, and told in this one answer only. Beside a key that verifies, in the dashboard, after POST /session/step-up.",
  permission: "keys.write",
  params: ofSource,
  body: newKeyInput,
  responses: { 201: newKeyShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 201, body: await addKey(actor, { ...body, sourceId: id }) }),
});

export const updateKeyRoute = defineRoute({
  method: "PATCH",
  path: "/sources/{id}/keys/{keyId}",
  summary: "Set a key's expiry, or rename it",
  description: "The expiry, in the dashboard, after POST /session/step-up.",
  permission: "keys.write",
  params: ofKey,
  body: keyChanges,
  responses: { 200: keyShape },
  run: async ({ actor, params: { id, keyId }, body }) => ({ status: 200, body: await updateKey(actor, { ...body, sourceId: id, keyId }) }),
});

export const revokeKeyRoute = defineRoute({
  method: "DELETE",
  path: "/sources/{id}/keys/{keyId}",
  summary: "End a key now",
  description: "409 with how much it verified, for a key that verified something in the last 24 hours or that is the last one to verify anything, unless force=true. In the dashboard after POST /session/step-up.",
  permission: "keys.write",
  params: ofKey,
  query: z.strictObject({ force: z.enum(["true", "false"]).default("false") }),
  responses: { 204: z.null() },
  run: async ({ actor, params: { id, keyId }, query: { force } }) => ({ status: 204, body: await revokeKey(actor, { sourceId: id, keyId, force: force === "true" }) }),
});

export const revealKeyRoute = defineRoute({
  method: "POST",
  path: "/sources/{id}/keys/{keyId}/reveal",
  summary: "Show a key's secret",
  description: "For admins in the dashboard who proved their password within the last minutes (POST /session/step-up). API keys never can. Stands in the audit.",
  permission: "keys.reveal",
  params: ofKey,
  responses: { 200: revealedKeyShape },
  idempotent: false,
  run: async ({ actor, params: { id, keyId } }) => ({ status: 200, body: await revealKey(actor, { sourceId: id, keyId }) }),
});
