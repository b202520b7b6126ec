import { handle } from "#lib/rest/handle";
import { previewRetentionRoute } from "#lib/rest/retention-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(previewRetentionRoute);
