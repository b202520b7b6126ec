import type { Actor } from "#lib/access/actor";
import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { listEndpoints } from "#lib/endpoints/list-endpoints";
import { cache } from "react";
import { endpointName } from "../components/endpoints/endpoint-words.ts";

/** The endpoints of this installation; read once per page. */
export const endpointsOf = cache(async (actor: Actor): Promise<readonly Endpoint[]> => (await listEndpoints(actor)).data);

/** What people call each endpoint, by its public id. */
export async function endpointNamesOf(actor: Actor): Promise<ReadonlyMap<string, string>> {
  return new Map((await endpointsOf(actor)).map((endpoint) => [endpoint.id, endpointName(endpoint)]));
}
