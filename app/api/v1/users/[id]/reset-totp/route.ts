import { handle } from "#lib/rest/handle";
import { resetTotpRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(resetTotpRoute);
