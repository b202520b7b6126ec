import { handle } from "#lib/rest/handle";
import { unmaskRoute } from "#lib/rest/unmask-route";

export const { GET, POST, PUT, PATCH, DELETE } = handle(unmaskRoute);
