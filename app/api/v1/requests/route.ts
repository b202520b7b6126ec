import { handle } from "#lib/rest/handle";
import { listRequestsRoute } from "#lib/rest/request-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listRequestsRoute);
