import { handle } from "#lib/rest/handle";
import { rotateHandOverRoute } from "#lib/rest/hand-over-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(rotateHandOverRoute);
