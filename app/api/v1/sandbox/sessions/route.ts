import { handle } from "#lib/rest/handle";
import { createSandboxSessionRoute, listSandboxSessionsRoute } from "#lib/rest/sandbox-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(createSandboxSessionRoute, listSandboxSessionsRoute);
