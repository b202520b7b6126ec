import { getAuditEntryRoute } from "#lib/rest/audit-routes";
import { handle } from "#lib/rest/handle";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getAuditEntryRoute);
