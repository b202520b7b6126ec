/** What decides whether an endpoint gets an event. Ids are bare UUIDs. */
export interface EndpointFilter {
  readonly types: readonly string[];
  readonly sourceIds: readonly string[];
  readonly mode: "test" | "live";
}

export interface MatchedEvent {
  /** `null`: the event could not be read, and has no type. */
  readonly type: string | null;
  readonly sourceId: string;
  readonly mode: "test" | "live";
}

/** Whether the endpoint's filters take this event. An event without a type goes nowhere: nobody could say what it is. */
export function endpointMatches(endpoint: EndpointFilter, event: MatchedEvent): boolean {
  const { type } = event;
  if (type === null || endpoint.mode !== event.mode) return false;
  if (endpoint.sourceIds.length > 0 && !endpoint.sourceIds.includes(event.sourceId)) return false;
  return endpoint.types.length === 0 || endpoint.types.some((filter) => typeMatches(filter, type));
}

/** An exact type, a prefix ending in `.*`, or `*`. */
export function typeMatches(filter: string, type: string): boolean {
  if (filter === "*") return true;
  return filter.endsWith(".*") ? type.startsWith(filter.slice(0, -1)) : filter === type;
}
