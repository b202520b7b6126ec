import { handle } from "#lib/rest/handle";
import { replayEventRoute } from "#lib/rest/replay-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(replayEventRoute);
