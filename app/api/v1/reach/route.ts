import { handle } from "#lib/rest/handle";
import { reachRoute } from "#lib/rest/public-url-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(reachRoute);
