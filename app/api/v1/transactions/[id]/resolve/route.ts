import { handle } from "#lib/rest/handle";
import { resolveTransactionRoute } from "#lib/rest/transaction-closing-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(resolveTransactionRoute);
