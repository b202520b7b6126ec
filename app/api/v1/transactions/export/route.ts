import { handle } from "#lib/rest/handle";
import { exportTransactionsRoute } from "#lib/rest/transaction-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(exportTransactionsRoute);
