import { handle } from "#lib/rest/handle";
import { listKeysRoute, addKeyRoute } from "#lib/rest/key-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listKeysRoute, addKeyRoute);
