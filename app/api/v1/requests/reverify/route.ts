import { handle } from "#lib/rest/handle";
import { reverifyRequestsRoute } from "#lib/rest/request-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(reverifyRequestsRoute);
