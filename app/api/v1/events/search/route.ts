import { handle } from "#lib/rest/handle";
import { searchPayloadsRoute } from "#lib/rest/event-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(searchPayloadsRoute);
