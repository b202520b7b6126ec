import { handle } from "#lib/rest/handle";
import { listSourceRetentionRoute } from "#lib/rest/retention-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listSourceRetentionRoute);
