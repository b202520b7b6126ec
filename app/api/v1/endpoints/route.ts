import { handle } from "#lib/rest/handle";
import { listEndpointsRoute, createEndpointRoute } from "#lib/rest/endpoint-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listEndpointsRoute, createEndpointRoute);
