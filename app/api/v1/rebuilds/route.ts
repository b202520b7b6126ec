import { handle } from "#lib/rest/handle";
import { listRebuildsRoute } from "#lib/rest/rebuild-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listRebuildsRoute);
