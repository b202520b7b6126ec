import { handle } from "#lib/rest/handle";
import { renewRecoveryCodesRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(renewRecoveryCodesRoute);
