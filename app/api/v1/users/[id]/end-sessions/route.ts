import { handle } from "#lib/rest/handle";
import { endUserSessionsRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endUserSessionsRoute);
