import { handle } from "#lib/rest/handle";
import { getSettingsRoute, updateSettingsRoute } from "#lib/rest/settings-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getSettingsRoute, updateSettingsRoute);
