import { handle } from "#lib/rest/handle";
import { removeEntriesRoute } from "#lib/rest/validation-list-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(removeEntriesRoute);
