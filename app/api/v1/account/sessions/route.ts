import { handle } from "#lib/rest/handle";
import { listOwnSessionsRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listOwnSessionsRoute);
