import type { Endpoints } from "#lib/endpoints/endpoint-cache";
import { endpointMatches } from "#lib/endpoints/endpoint-matches";
import type { OpenEndpoint } from "#lib/endpoints/open-endpoint";
import { newId } from "#lib/platform/ids";
import { type Connection, type EventFacts, findEventFacts, findSiblings, type Sibling } from "./event-facts.sql.ts";
import { insertDeliveries, type NewDelivery } from "./insert-deliveries.sql.ts";
import { keepSnapshots } from "./keep-snapshots.ts";

/** Whether an event goes to an endpoint beyond what its filters say. */
export type SentAsPart = (event: EventFacts, endpoint: OpenEndpoint) => boolean;

/**
 * Makes the deliveries of events that were just projected, on the connection and in the transaction that projects them:
 * one for each endpoint that matches and is not disabled. Costs nothing while there is no endpoint.
 */
export async function fanOut(on: Connection, endpoints: Endpoints, eventIds: readonly string[]): Promise<void> {
  const targets = endpoints.all.filter(({ status }) => status !== "disabled");
  if (targets.length === 0 || eventIds.length === 0) return;
  const events = await findEventFacts(on, eventIds);
  const sentAsPart = await partsOfRequests(on, events, targets);
  const rows: NewDelivery[] = [];
  const worded = new Set<string>();
  for (const event of events) {
    for (const endpoint of targets) {
      if (!endpointMatches(endpoint, event) || sentAsPart(event, endpoint)) continue;
      rows.push({ id: newId(), eventId: event.id, targetId: endpoint.id, heldSourceId: event.paused ? event.sourceId : null });
      if (endpoint.format === "normalized" || event.masked) worded.add(event.id);
    }
  }
  if (rows.length === 0) return;
  await keepSnapshots(on, [...worded]);
  await insertDeliveries(on, rows, null);
}

/**
 * A request with several events goes to an endpoint that takes the provider's bytes once, as the delivery of the first
 * of its events that the endpoint's filters take.
 */
export async function partsOfRequests(on: Connection, events: readonly EventFacts[], endpoints: readonly OpenEndpoint[]): Promise<SentAsPart> {
  const later = events.filter(({ itemIndex }) => itemIndex > 0);
  if (later.length === 0 || endpoints.every(({ format }) => format === "normalized")) return () => false;
  const siblings = new Map<string, Sibling[]>();
  for (const sibling of await findSiblings(on, [...new Set(later.map(({ requestId }) => requestId))])) {
    siblings.set(sibling.requestId, [...(siblings.get(sibling.requestId) ?? []), sibling]);
  }
  return (event, endpoint) =>
    endpoint.format === "original" &&
    !event.masked &&
    (siblings.get(event.requestId) ?? []).some(({ itemIndex, type }) => itemIndex < event.itemIndex && endpointMatches(endpoint, { type, sourceId: event.sourceId, mode: event.mode }));
}
