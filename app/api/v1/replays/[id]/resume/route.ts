import { handle } from "#lib/rest/handle";
import { resumeReplayRoute } from "#lib/rest/replay-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(resumeReplayRoute);
