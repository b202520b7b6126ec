import { handle } from "#lib/rest/handle";
import { getAlertRoute } from "#lib/rest/alert-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getAlertRoute);
