import { z } from "zod";
import { createView, newViewInput } from "#lib/views/create-view";
import { deleteView } from "#lib/views/delete-view";
import { listViews, viewsQuery } from "#lib/views/list-views";
import { updateView, viewChanges } from "#lib/views/update-view";
import { viewShape } from "#lib/views/view-shape";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "viw_…" }) });

export const listViewsRoute = defineRoute({
  method: "GET",
  path: "/views",
  summary: "Filters that were given a name",
  description: "Your own first, then those that others share, each by name; all on one page. For people: no API key has views.",
  permission: "views.own",
  query: viewsQuery,
  responses: { 200: page(viewShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await listViews(actor, query) }),
});

export const createViewRoute = defineRoute({
  method: "POST",
  path: "/views",
  summary: "Save a filter under a name",
  description: "Names are unique among a person's views of one list: 409 otherwise. To share it with everybody needs the role operator.",
  permission: "views.own",
  body: newViewInput,
  responses: { 201: viewShape },
  run: async ({ actor, body }) => ({ status: 201, body: await createView(actor, body) }),
});

export const updateViewRoute = defineRoute({
  method: "PATCH",
  path: "/views/{id}",
  summary: "Rename, change or share a view",
  description: "Your own; with the role operator also one that is shared, which only its maker can take back.",
  permission: "views.own",
  params,
  body: viewChanges,
  responses: { 200: viewShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await updateView(actor, { ...body, id }) }),
});

export const deleteViewRoute = defineRoute({
  method: "DELETE",
  path: "/views/{id}",
  summary: "Delete a view",
  description: "Your own; with the role operator also one that is shared.",
  permission: "views.own",
  params,
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await deleteView(actor, { id }) }),
});
