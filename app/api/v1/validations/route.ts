import { handle } from "#lib/rest/handle";
import { listValidationsRoute } from "#lib/rest/validation-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listValidationsRoute);
