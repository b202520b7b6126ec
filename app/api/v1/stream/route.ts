import { handle } from "#lib/rest/handle";
import { streamRoute } from "#lib/rest/stream-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(streamRoute);
