import { handle } from "#lib/rest/handle";
import { retryEventRoute } from "#lib/rest/event-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(retryEventRoute);
