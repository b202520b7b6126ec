import { handle } from "#lib/rest/handle";
import { testSourceRoute } from "#lib/rest/sandbox-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(testSourceRoute);
