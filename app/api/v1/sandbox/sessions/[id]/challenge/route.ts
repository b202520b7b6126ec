import { handle } from "#lib/rest/handle";
import { endSandboxChallengeRoute } from "#lib/rest/sandbox-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endSandboxChallengeRoute);
