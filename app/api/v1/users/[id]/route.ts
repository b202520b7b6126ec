import { handle } from "#lib/rest/handle";
import { getUserRoute, updateUserRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getUserRoute, updateUserRoute);
