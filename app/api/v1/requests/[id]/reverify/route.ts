import { handle } from "#lib/rest/handle";
import { reverifyRequestRoute } from "#lib/rest/request-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(reverifyRequestRoute);
