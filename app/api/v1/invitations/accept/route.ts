import { handle } from "#lib/rest/handle";
import { acceptInvitationRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(acceptInvitationRoute);
