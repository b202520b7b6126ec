import { handle } from "#lib/rest/handle";
import { pauseReplayRoute } from "#lib/rest/replay-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(pauseReplayRoute);
