import { handle } from "#lib/rest/handle";
import { revealSecretsRoute } from "#lib/rest/endpoint-action-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(revealSecretsRoute);
