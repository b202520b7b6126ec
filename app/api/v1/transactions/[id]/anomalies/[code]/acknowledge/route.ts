import { handle } from "#lib/rest/handle";
import { acknowledgeAnomalyRoute, unacknowledgeAnomalyRoute } from "#lib/rest/transaction-closing-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(acknowledgeAnomalyRoute, unacknowledgeAnomalyRoute);
