import { handle } from "#lib/rest/handle";
import { endEverySession } from "#lib/rest/session-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endEverySession);
