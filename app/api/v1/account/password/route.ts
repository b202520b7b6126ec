import { handle } from "#lib/rest/handle";
import { changePasswordRoute } from "#lib/rest/account-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(changePasswordRoute);
