import { handle } from "#lib/rest/handle";
import { overviewRoute } from "#lib/rest/stats-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(overviewRoute);
