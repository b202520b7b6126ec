import type { Actor } from "#lib/access/actor";
import { may } from "#lib/access/may";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import type { Endpoint } from "./endpoint-shape.ts";
import { findEndpoint } from "./find-endpoint.ts";
import { presentEndpoint } from "./present-endpoint.ts";

/** One endpoint by its public id; viewers get names and states only. Throws `Problem("not_found")`. */
export async function getEndpoint(actor: Actor, id: string): Promise<Endpoint> {
  requirePermission(actor, "endpoints.read");
  return presentEndpoint(await findEndpoint(database().prisma, id), systemClock.now(), may(actor, "endpoints.readDetails"));
}
