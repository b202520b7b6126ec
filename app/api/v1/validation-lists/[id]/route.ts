import { handle } from "#lib/rest/handle";
import { getListRoute, updateListRoute, deleteListRoute } from "#lib/rest/validation-list-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getListRoute, updateListRoute, deleteListRoute);
