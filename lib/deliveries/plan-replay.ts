import { endpointMatches } from "#lib/endpoints/endpoint-matches";
import type { OpenEndpoint } from "#lib/endpoints/open-endpoint";
import { findEvents } from "#lib/events/event-rows.sql";
import type { EventsQuery } from "#lib/events/list-queries";
import { presentEvent } from "#lib/events/present-event";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { Problem } from "#lib/platform/problem";
import { countEvents, oldestKeptMs } from "./replay-walk.sql.ts";

export interface ReplayPlan {
  readonly count: number;
  readonly sample: unknown[];
  readonly endpoints: { readonly id: string; readonly url: string; readonly count: number }[];
}

/** What a replay of a filter would send where. Throws `Problem("conflict")` where the whole range is no longer kept. */
export async function planReplay(query: EventsQuery, endpoints: readonly OpenEndpoint[], lastId: string): Promise<ReplayPlan> {
  const { pool } = database();
  if (query.to !== undefined && Date.parse(query.to) <= (await oldestKeptMs(pool))) {
    throw new Problem("conflict", "The events of this range are gone: they are no longer kept, so that nothing of it can be sent again. Choose a later range.");
  }
  const [groups, sample] = await Promise.all([countEvents(pool, query, { after: null, lastId }), findEvents(pool, query, null)]);
  const counted = endpoints.map((endpoint) => ({
    id: publicId("endpoint", endpoint.id),
    url: endpoint.url,
    count: groups.reduce((sum, group) => (endpointMatches(endpoint, group) ? sum + group.count : sum), 0),
  }));
  return { count: counted.reduce((sum, { count }) => sum + count, 0), sample: sample.slice(0, query.limit).map(presentEvent), endpoints: counted };
}
