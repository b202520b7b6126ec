import { handle } from "#lib/rest/handle";
import { getTransactionRoute } from "#lib/rest/transaction-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getTransactionRoute);
