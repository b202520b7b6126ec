import { handle } from "#lib/rest/handle";
import { enableUserRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(enableUserRoute);
