import { handle } from "#lib/rest/handle";
import { listAlertsRoute } from "#lib/rest/alert-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listAlertsRoute);
