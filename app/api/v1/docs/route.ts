import { handle } from "#lib/rest/handle";
import { getDocs } from "#lib/rest/openapi-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getDocs);
