import { handle } from "#lib/rest/handle";
import { rotateTokenRoute } from "#lib/rest/source-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(rotateTokenRoute);
