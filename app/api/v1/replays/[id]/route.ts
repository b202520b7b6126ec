import { handle } from "#lib/rest/handle";
import { getReplayRoute } from "#lib/rest/replay-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getReplayRoute);
