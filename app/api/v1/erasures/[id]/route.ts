import { getErasureRoute } from "#lib/rest/erasure-routes";
import { handle } from "#lib/rest/handle";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getErasureRoute);
