import { handle } from "#lib/rest/handle";
import { getAccountRoute, renameSelfRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getAccountRoute, renameSelfRoute);
