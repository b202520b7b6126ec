import { handle } from "#lib/rest/handle";
import { listListsRoute, createListRoute } from "#lib/rest/validation-list-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listListsRoute, createListRoute);
