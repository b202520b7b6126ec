import { handle } from "#lib/rest/handle";
import { listProvidersRoute } from "#lib/rest/provider-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listProvidersRoute);
