import { handle } from "#lib/rest/handle";
import { disableUserRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(disableUserRoute);
