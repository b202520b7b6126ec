import { handle } from "#lib/rest/handle";
import { listEntriesRoute, addEntriesRoute } from "#lib/rest/validation-list-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listEntriesRoute, addEntriesRoute);
