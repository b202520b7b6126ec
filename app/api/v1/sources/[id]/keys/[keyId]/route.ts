import { handle } from "#lib/rest/handle";
import { updateKeyRoute, revokeKeyRoute } from "#lib/rest/key-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(updateKeyRoute, revokeKeyRoute);
