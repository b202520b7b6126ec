import { handle } from "#lib/rest/handle";
import { approveReplayRoute } from "#lib/rest/replay-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(approveReplayRoute);
