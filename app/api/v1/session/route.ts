import { handle } from "#lib/rest/handle";
import { getSession } from "#lib/rest/session-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getSession);
