import { handle } from "#lib/rest/handle";
import { testAlertChannelsRoute } from "#lib/rest/alert-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(testAlertChannelsRoute);
