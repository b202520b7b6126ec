import { handle } from "#lib/rest/handle";
import { endOwnSessionRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endOwnSessionRoute);
