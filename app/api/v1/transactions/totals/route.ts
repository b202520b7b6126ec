import { handle } from "#lib/rest/handle";
import { totalTransactionsRoute } from "#lib/rest/transaction-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(totalTransactionsRoute);
