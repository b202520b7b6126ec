import { handle } from "#lib/rest/handle";
import { cancelReplayRoute } from "#lib/rest/replay-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(cancelReplayRoute);
