import { handle } from "#lib/rest/handle";
import { cancelRebuildRoute } from "#lib/rest/rebuild-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(cancelRebuildRoute);
