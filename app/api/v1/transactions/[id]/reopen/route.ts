import { handle } from "#lib/rest/handle";
import { reopenTransactionRoute } from "#lib/rest/transaction-closing-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(reopenTransactionRoute);
