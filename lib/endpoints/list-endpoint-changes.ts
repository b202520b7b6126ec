import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database, type Prisma } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { publicId } from "#lib/platform/ids";
import { pageQueryMembers } from "#lib/platform/page-query";
import type { EndpointChange } from "./endpoint-shape.ts";
import { findEndpoint } from "./find-endpoint.ts";
import { formerSettings } from "./former-settings.ts";
import { scheduleOf } from "./present-endpoint.ts";

/** `GET /endpoints/{id}/changes`. */
export const endpointChangesQuery = z.strictObject(pageQueryMembers);

/** What an endpoint was before each change, newest first. */
export async function listEndpointChanges(actor: Actor, id: string, query: Partial<z.output<typeof endpointChangesQuery>> = {}): Promise<Page<EndpointChange>> {
  requirePermission(actor, "endpoints.readDetails");
  const { limit = 50 } = query;
  const { prisma } = database();
  const after = cursorId("endpointChange", query.cursor);
  const endpoint = await findEndpoint(prisma, id);
  const rows = await prisma.endpointChange.findMany({
    where: { endpointId: endpoint.id, ...(after === null ? {} : { id: { lt: after } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
    omit: { formerHeaders: true },
  });
  return toPage("endpointChange", rows, limit, presentChange);
}

function presentChange(row: Omit<Prisma.EndpointChangeGetPayload<object>, "formerHeaders">): EndpointChange {
  const { sourceIds, retrySchedule, ...former } = formerSettings.parse(row.former);
  return {
    id: publicId("endpointChange", row.id),
    at: row.at.toISOString(),
    changedBy: row.changedBy,
    changed: row.changed,
    former: { ...former, sourceIds: sourceIds.map((source) => publicId("source", source)), schedule: [...scheduleOf(retrySchedule)] },
  };
}
