import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { cursorId, type Page, toPage } from "#lib/platform/keyset";
import type { RequestsQuery } from "./list-queries.ts";
import { presentRequest } from "./present-request.ts";
import { findRequests } from "./request-rows.sql.ts";
import type { Request } from "./request-shape.ts";

/** Inbound calls by filter, newest first. `query` comes from `requestsQuery`. */
export async function listRequests(actor: Actor, query: RequestsQuery): Promise<Page<Request>> {
  requirePermission(actor, "requests.read");
  const rows = await findRequests(database().pool, query, cursorId("request", query.cursor));
  const detailed = may(actor, "sources.readDetails");
  return toPage("request", rows, query.limit, (row) => presentRequest(row, detailed));
}
