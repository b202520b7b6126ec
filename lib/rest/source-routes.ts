import { z } from "zod";
import { createSource, createSourceInput } from "#lib/sources/create-source";
import { deleteSource } from "#lib/sources/delete-source";
import { endFormerUrls } from "#lib/sources/end-former-urls";
import { getSource } from "#lib/sources/get-source";
import { listSources, sourcesQuery } from "#lib/sources/list-sources";
import { rotateToken, tokenRotation } from "#lib/sources/rotate-token";
import { newSourceShape, sourceShape } from "#lib/sources/source-shape";
import { sourceChanges, updateSource } from "#lib/sources/update-source";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "src_…" }) });

export const listSourcesRoute = defineRoute({
  method: "GET",
  path: "/sources",
  summary: "The provider accounts that send to us",
  description: "Newest first, paused and archived ones included. Viewers get names and states: no URLs, tokens, settings or keys.",
  permission: "sources.read",
  query: sourcesQuery,
  responses: { 200: page(sourceShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listSources(actor, query) }),
});

export const createSourceRoute = defineRoute({
  method: "POST",
  path: "/sources",
  summary: "Make a source",
  description: "Its webhookUrl goes into the provider's back office. A key that was generated is told in this one answer only.",
  permission: "sources.write",
  body: createSourceInput,
  responses: { 201: newSourceShape },
  run: async ({ actor, body }) => ({ status: 201, body: await createSource(actor, body) }),
});

export const getSourceRoute = defineRoute({
  method: "GET",
  path: "/sources/{id}",
  summary: "One source",
  permission: "sources.read",
  params,
  responses: { 200: sourceShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getSource(actor, id) }),
});

export const updateSourceRoute = defineRoute({
  method: "PATCH",
  path: "/sources/{id}",
  summary: "Rename, pause, resume, archive, or change settings",
  description: "Provider and mode are fixed. settings replaces all settings.",
  permission: "sources.write",
  params,
  body: sourceChanges,
  responses: { 200: sourceShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await updateSource(actor, { ...body, id }) }),
});

export const deleteSourceRoute = defineRoute({
  method: "DELETE",
  path: "/sources/{id}",
  summary: "End a source for good",
  description: "Its URLs and keys are gone; events that were kept stay readable. 409 while it has events, unless it was archived.",
  permission: "sources.write",
  params,
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await deleteSource(actor, { id }) }),
});

export const rotateTokenRoute = defineRoute({
  method: "POST",
  path: "/sources/{id}/rotate-token",
  summary: "Give a source a new URL",
  description: "The former one works for the given time, so that the provider's back office can be changed without loss.",
  permission: "sources.write",
  params,
  body: tokenRotation,
  responses: { 200: sourceShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await rotateToken(actor, { ...body, id }) }),
});

export const endFormerUrlsRoute = defineRoute({
  method: "POST",
  path: "/sources/{id}/end-former-urls",
  summary: "End a source's former URLs now",
  description: "409 with how much came to them, while messages still do, unless force=true. In the dashboard after POST /session/step-up.",
  permission: "sources.write",
  params,
  query: z.strictObject({ force: z.enum(["true", "false"]).default("false") }),
  responses: { 200: sourceShape },
  run: async ({ actor, params: { id }, query: { force } }) => ({ status: 200, body: await endFormerUrls(actor, { id, force: force === "true" }) }),
});
