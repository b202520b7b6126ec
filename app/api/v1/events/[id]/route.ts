import { handle } from "#lib/rest/handle";
import { getEventRoute } from "#lib/rest/event-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getEventRoute);
