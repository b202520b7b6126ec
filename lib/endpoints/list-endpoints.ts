import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import { pageQueryMembers } from "#lib/platform/page-query";
import { type Endpoint, endpointStatuses } from "./endpoint-shape.ts";
import { endpointParts, presentEndpoint } from "./present-endpoint.ts";

/** `GET /endpoints`. */
export const endpointsQuery = z.strictObject({ mode: z.enum(["test", "live"]).optional(), status: z.enum(endpointStatuses).optional(), ...pageQueryMembers });
export type EndpointsQuery = z.output<typeof endpointsQuery>;

/** Newest first, paused and disabled ones included. Without a query: the first 200. */
export async function listEndpoints(actor: Actor, query: Partial<EndpointsQuery> = {}): Promise<Page<Endpoint>> {
  requirePermission(actor, "endpoints.read");
  const { limit = 200, mode, status } = query;
  const after = cursorId("endpoint", query.cursor);
  const records = await database().prisma.endpoint.findMany({
    where: { deletedAt: null, ...(mode === undefined ? {} : { mode }), ...(status === undefined ? {} : { status }), ...(after === null ? {} : { id: { lt: after } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: endpointParts,
  });
  const nowMs = systemClock.now();
  const detailed = may(actor, "endpoints.readDetails");
  return toPage("endpoint", records, limit, (record) => presentEndpoint(record, nowMs, detailed));
}
