import { handle } from "#lib/rest/handle";
import { revealKeyRoute } from "#lib/rest/key-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(revealKeyRoute);
