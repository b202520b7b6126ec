import { handle } from "#lib/rest/handle";
import { rebuildTransactionRoute } from "#lib/rest/transaction-rebuild-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(rebuildTransactionRoute);
