import { handle } from "#lib/rest/handle";
import { getSourceRetentionRoute, setSourceRetentionRoute } from "#lib/rest/retention-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getSourceRetentionRoute, setSourceRetentionRoute);
