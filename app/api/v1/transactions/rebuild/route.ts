import { handle } from "#lib/rest/handle";
import { startRebuildRoute } from "#lib/rest/transaction-rebuild-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(startRebuildRoute);
