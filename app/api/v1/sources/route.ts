import { handle } from "#lib/rest/handle";
import { listSourcesRoute, createSourceRoute } from "#lib/rest/source-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listSourcesRoute, createSourceRoute);
