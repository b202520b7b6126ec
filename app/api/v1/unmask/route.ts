import { handle } from "#lib/rest/handle";
import { unmaskRoute } from "#lib/rest/event-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(unmaskRoute);
