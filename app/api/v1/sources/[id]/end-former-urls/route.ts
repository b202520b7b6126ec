import { handle } from "#lib/rest/handle";
import { endFormerUrlsRoute } from "#lib/rest/source-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(endFormerUrlsRoute);
