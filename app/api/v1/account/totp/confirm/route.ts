import { handle } from "#lib/rest/handle";
import { confirmTotpRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(confirmTotpRoute);
