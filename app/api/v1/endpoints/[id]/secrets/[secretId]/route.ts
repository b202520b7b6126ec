import { handle } from "#lib/rest/handle";
import { endSecretRoute, updateSecretRoute } from "#lib/rest/secret-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endSecretRoute, updateSecretRoute);
