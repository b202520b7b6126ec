import type { MergedMessage } from "./merge-copies.ts";

/**
 * Events that say of their operation just what the event before them said (Praxis sends a status again with a new time):
 * they are kept and shown, and need not be delivered. From messages in their order.
 */
export function repeatedEvents(messages: readonly MergedMessage[]): readonly string[] {
  const latest = new Map<string, string>();
  const repeated: string[] = [];
  for (const { eventId, reading } of messages) {
    const operation = reading.facts[0]?.operation ?? reading.details.note?.operation;
    const { statement } = reading.details;
    if (operation === undefined || statement === null) continue;
    if (latest.get(operation) === statement) repeated.push(eventId);
    latest.set(operation, statement);
  }
  return repeated;
}
