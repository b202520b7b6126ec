import { handle } from "#lib/rest/handle";
import { updateViewRoute, deleteViewRoute } from "#lib/rest/view-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(updateViewRoute, deleteViewRoute);
