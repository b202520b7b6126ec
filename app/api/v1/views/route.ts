import { handle } from "#lib/rest/handle";
import { listViewsRoute, createViewRoute } from "#lib/rest/view-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listViewsRoute, createViewRoute);
