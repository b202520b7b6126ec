import { handle } from "#lib/rest/handle";
import { setUp } from "#lib/rest/setup-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(setUp);
