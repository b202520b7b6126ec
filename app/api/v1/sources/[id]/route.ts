import { handle } from "#lib/rest/handle";
import { getSourceRoute, updateSourceRoute, deleteSourceRoute } from "#lib/rest/source-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getSourceRoute, updateSourceRoute, deleteSourceRoute);
