import { handle } from "#lib/rest/handle";
import { listEventsRoute } from "#lib/rest/event-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listEventsRoute);
