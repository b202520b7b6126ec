import { handle } from "#lib/rest/handle";
import { stepUpSession } from "#lib/rest/session-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(stepUpSession);
