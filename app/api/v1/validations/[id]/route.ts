import { handle } from "#lib/rest/handle";
import { getValidationRoute } from "#lib/rest/validation-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getValidationRoute);
