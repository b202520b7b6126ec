import { handle } from "#lib/rest/handle";
import { getSandboxSessionRoute } from "#lib/rest/sandbox-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getSandboxSessionRoute);
