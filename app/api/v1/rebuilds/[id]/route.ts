import { handle } from "#lib/rest/handle";
import { getRebuildRoute } from "#lib/rest/rebuild-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getRebuildRoute);
