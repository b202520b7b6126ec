import { handle } from "#lib/rest/handle";
import { operateSandboxSessionRoute } from "#lib/rest/sandbox-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(operateSandboxSessionRoute);
