import { handle } from "#lib/rest/handle";
import { acknowledgeAnomaliesRoute } from "#lib/rest/transaction-closing-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(acknowledgeAnomaliesRoute);
