import { handle } from "#lib/rest/handle";
import { listEndpointChangesRoute } from "#lib/rest/endpoint-action-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listEndpointChangesRoute);
