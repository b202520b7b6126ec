import { handle } from "#lib/rest/handle";
import { paySandboxSessionRoute } from "#lib/rest/sandbox-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(paySandboxSessionRoute);
