import { handle } from "#lib/rest/handle";
import { validationStatsRoute } from "#lib/rest/validation-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(validationStatsRoute);
