import { handle } from "#lib/rest/handle";
import { getEndpointRoute, updateEndpointRoute, deleteEndpointRoute } from "#lib/rest/endpoint-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getEndpointRoute, updateEndpointRoute, deleteEndpointRoute);
