import { z } from "zod";
import { addEntries } from "#lib/validations/add-entries";
import { listChanges, newEntriesInput, newListInput, removedEntriesInput } from "#lib/validations/list-input";
import { addedEntriesShape, listEntryShape, validationListShape } from "#lib/validations/list-shape";
import { entriesQuery, getList, listsQuery, readEntries, readLists } from "#lib/validations/read-lists";
import { removeEntries } from "#lib/validations/remove-entries";
import { createList, deleteList, updateList } from "#lib/validations/write-list";
import { defineRoute } from "./define-route.ts";
import { page } from "./page.ts";

const params = z.object({ id: z.string().meta({ description: "lst_…" }) });

export const listListsRoute = defineRoute({
  method: "GET",
  path: "/validation-lists",
  summary: "Lists that rules refer to",
  description: "What a list is for, allowing or blocking, is said by the rules that use it.",
  permission: "validationLists.read",
  query: listsQuery,
  responses: { 200: page(validationListShape) },
  run: async ({ actor, query }) => ({ status: 200, body: await readLists(actor, query) }),
});

export const createListRoute = defineRoute({
  method: "POST",
  path: "/validation-lists",
  summary: "Make an empty list of values of one field",
  permission: "validationLists.write",
  body: newListInput,
  responses: { 201: validationListShape },
  run: async ({ actor, body }) => ({ status: 201, body: await createList(actor, body) }),
});

export const getListRoute = defineRoute({
  method: "GET",
  path: "/validation-lists/{id}",
  summary: "One list, and which rule sets refer to it",
  permission: "validationLists.read",
  params,
  responses: { 200: validationListShape },
  run: async ({ actor, params: { id } }) => ({ status: 200, body: await getList(actor, id) }),
});

export const updateListRoute = defineRoute({
  method: "PATCH",
  path: "/validation-lists/{id}",
  summary: "Rename or describe a list",
  permission: "validationLists.write",
  params,
  body: listChanges,
  responses: { 200: validationListShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await updateList(actor, { id, ...body }) }),
});

export const deleteListRoute = defineRoute({
  method: "DELETE",
  path: "/validation-lists/{id}",
  summary: "Delete a list with all that stands on it",
  description: "409 while a draft, the active set or the one beside it refers to it.",
  permission: "validationLists.write",
  params,
  responses: { 204: z.null() },
  run: async ({ actor, params: { id } }) => ({ status: 204, body: await deleteList(actor, { id }) }),
});

export const listEntriesRoute = defineRoute({
  method: "GET",
  path: "/validation-lists/{id}/entries",
  summary: "What stands on a list",
  description: "By value. Entries that ran out are in it, and count for nothing.",
  permission: "validationLists.read",
  params,
  query: entriesQuery,
  responses: { 200: page(listEntryShape) },
  run: async ({ actor, params: { id }, query }) => ({ status: 200, body: await readEntries(actor, id, query) }),
});

export const addEntriesRoute = defineRoute({
  method: "POST",
  path: "/validation-lists/{id}/entries",
  summary: "Put values on a list",
  description: "All of them or none: what cannot be one is named by its place. Rules that refer to the list act on it within seconds. Values that stand there already get this note and expiry.",
  permission: "validationLists.write",
  params,
  body: newEntriesInput,
  responses: { 201: addedEntriesShape },
  run: async ({ actor, params: { id }, body }) => ({ status: 201, body: await addEntries(actor, { id, ...body }) }),
});

export const removeEntriesRoute = defineRoute({
  method: "POST",
  path: "/validation-lists/{id}/entries/remove",
  summary: "Take values off a list",
  description: "As GET /validation-lists/{id}/entries says them. Those that do not stand there are passed over.",
  permission: "validationLists.write",
  params,
  body: removedEntriesInput,
  responses: { 200: z.object({ removed: z.number().int() }) },
  run: async ({ actor, params: { id }, body }) => ({ status: 200, body: await removeEntries(actor, { id, ...body }) }),
});
