import { handle } from "#lib/rest/handle";
import { renewInvitationRoute, revokeInvitationRoute } from "#lib/rest/user-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(renewInvitationRoute, revokeInvitationRoute);
