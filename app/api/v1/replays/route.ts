import { handle } from "#lib/rest/handle";
import { listReplaysRoute, startReplayRoute } from "#lib/rest/replay-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listReplaysRoute, startReplayRoute);
