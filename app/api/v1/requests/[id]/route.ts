import { handle } from "#lib/rest/handle";
import { getRequestRoute } from "#lib/rest/request-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getRequestRoute);
