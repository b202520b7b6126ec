import { handle } from "#lib/rest/handle";
import { endpointFiguresRoute } from "#lib/rest/endpoint-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endpointFiguresRoute);
