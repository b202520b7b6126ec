import { handle } from "#lib/rest/handle";
import { listUsersRoute, inviteUserRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listUsersRoute, inviteUserRoute);
