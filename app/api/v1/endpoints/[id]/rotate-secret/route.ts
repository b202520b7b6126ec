import { handle } from "#lib/rest/handle";
import { rotateSecretRoute } from "#lib/rest/endpoint-action-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(rotateSecretRoute);
