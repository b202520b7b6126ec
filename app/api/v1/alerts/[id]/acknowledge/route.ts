import { handle } from "#lib/rest/handle";
import { acknowledgeAlertRoute } from "#lib/rest/alert-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(acknowledgeAlertRoute);
