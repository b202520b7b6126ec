import { handle } from "#lib/rest/handle";
import { startTotpRoute, removeTotpRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(startTotpRoute, removeTotpRoute);
