import { revokeApiKeyRoute } from "#lib/rest/api-key-routes";
import { handle } from "#lib/rest/handle";

export const { GET, POST, PUT, PATCH, DELETE } = handle(revokeApiKeyRoute);
