import { handle } from "#lib/rest/handle";
import { endOtherSessionsRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endOtherSessionsRoute);
