import { handle } from "#lib/rest/handle";
import { getOpenApi } from "#lib/rest/openapi-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getOpenApi);
