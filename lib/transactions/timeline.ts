import { z } from "zod";
import { publicId } from "#lib/platform/ids";
import type { Money } from "#lib/providers/fact";
import { anomalyCodes } from "./anomalies.ts";
import { transactionStatuses } from "./status.ts";
import type { ActRow, TimelineEventRow } from "./timeline-rows.sql.ts";
import type { TransactionDetails } from "./transaction-details.ts";
import { type TimelineEntry, transactionActs } from "./transaction-shape.ts";

/** Events in the order of the fold, and what people did before the first event that is later. */
export function presentTimeline(details: TransactionDetails, events: readonly TimelineEventRow[], acts: readonly ActRow[]): TimelineEntry[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const told = details.eventIds.flatMap((id) => {
    const event = byId.get(id);
    return event === undefined ? [] : [presentEntry(event, details)];
  });
  const waiting = acts.flatMap(presentAct);
  const timeline: TimelineEntry[] = [];
  for (const entry of told) {
    while (waiting[0] !== undefined && waiting[0].at < entry.at) timeline.push(...waiting.splice(0, 1));
    timeline.push(entry);
  }
  return [...timeline, ...waiting];
}

function presentEntry(event: TimelineEventRow, details: TransactionDetails): TimelineEntry {
  return {
    kind: "event",
    at: (event.occurred_at ?? event.received_at).toISOString(),
    eventId: publicId("event", event.id),
    type: event.type,
    providerType: event.provider_type,
    occurredAt: event.occurred_at?.toISOString() ?? null,
    receivedAt: event.received_at.toISOString(),
    amount: amountOf(event.id, details),
    repeat: event.repeat || details.repeatedEventIds.includes(event.id),
    hasConflict: event.has_conflict,
    flags: event.flags,
  };
}

/** Of the operation that the event tells of, else of what it set. */
function amountOf(eventId: string, { operations, why, amounts }: TransactionDetails): Money | null {
  const operation = operations.find((one) => !one.implied && one.amount !== null && one.eventIds.includes(eventId)) ?? operations.find((one) => one.amount !== null && one.eventIds.includes(eventId));
  if (operation !== undefined) return operation.amount;
  return why.some((one) => one.field === "authorized" && one.eventId === eventId) ? amounts.authorized : null;
}

const actDetails = z.object({
  note: z.string().nullish(),
  code: z.enum(anomalyCodes).nullish().catch(null),
  after: z.object({ status: z.enum(transactionStatuses).nullish().catch(null) }).nullish().catch(null),
});

function presentAct({ at, action, actor_name, details }: ActRow): TimelineEntry[] {
  const known = transactionActs.find((one) => one === action);
  if (known === undefined) return [];
  const told = actDetails.safeParse(details).data;
  return [{ kind: "act", at: at.toISOString(), action: known, by: actor_name, note: told?.note ?? null, status: told?.after?.status ?? null, anomaly: told?.code ?? null }];
}
