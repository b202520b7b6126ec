import { handle } from "#lib/rest/handle";
import { listTransactionsRoute } from "#lib/rest/transaction-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listTransactionsRoute);
