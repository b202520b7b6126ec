import { handle } from "#lib/rest/handle";
import { retryEventsRoute } from "#lib/rest/event-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(retryEventsRoute);
