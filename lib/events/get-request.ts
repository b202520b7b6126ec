import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { explainRequest } from "./explain-request.ts";
import { presentRequestDetail, type RequestView } from "./present-request.ts";
import { findRequest } from "./request-rows.sql.ts";
import type { RequestDetail } from "./request-shape.ts";

/** One inbound call with headers, masked body and, where verification failed, why. Throws `Problem("not_found")`. */
export async function getRequest(actor: Actor, id: string): Promise<RequestDetail> {
  requirePermission(actor, "requests.read");
  return readRequest(id, { detailed: may(actor, "sources.readDetails"), unmasked: false });
}

/** For those who may see it already: the permission was checked, and unmasking is in the audit. */
export async function readRequest(id: string, view: RequestView): Promise<RequestDetail> {
  const uuid = parsePublicId("request", id);
  const row = uuid === null ? null : await findRequest(database().pool, uuid);
  if (row === null) throw requestNotFound();
  return presentRequestDetail(row, await explainRequest(row, view.detailed), view);
}

export function requestNotFound(): Problem {
  return new Problem("not_found", "There is no request with this id. Requests are dropped when their retention ends; the list shows those that are kept.");
}
