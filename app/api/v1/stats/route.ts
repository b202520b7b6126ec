import { handle } from "#lib/rest/handle";
import { statsRoute } from "#lib/rest/stats-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(statsRoute);
