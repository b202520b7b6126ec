import { handle } from "#lib/rest/handle";
import { dryRunRoute } from "#lib/rest/validation-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(dryRunRoute);
