import { publicId } from "#lib/platform/ids";
import { RawJson } from "#lib/platform/raw-json";
import type { ProviderId } from "#lib/providers/provider";
import { isProviderId } from "#lib/providers/registry";
import type { EventDetailRow, EventRow } from "./event-rows.sql.ts";
import { type Event, type EventDetail, eventStates } from "./event-shape.ts";
import { itemText } from "./item-text.ts";
import { maskEmails, maskPersonal } from "./mask-personal.ts";

export function presentEvent(row: EventRow): Event {
  return {
    id: publicId("event", row.id),
    sourceId: publicId("source", row.source_id),
    provider: providerIdOf(row.provider),
    mode: row.mode === "live" ? "live" : "test",
    type: row.type,
    providerType: row.provider_type,
    occurredAt: row.occurred_at?.toISOString() ?? null,
    receivedAt: row.received_at.toISOString(),
    transactionId: row.transaction_id === null ? null : publicId("transaction", row.transaction_id),
    references: row.references.map(maskEmails),
    seenCount: row.seen_count ?? 1,
    lastSeenAt: (row.last_seen_at ?? row.received_at).toISOString(),
    hasConflict: row.has_conflict ?? false,
    repeat: row.repeat,
    state: eventStates.find((state) => state === row.state) ?? "pending",
  };
}

/** With its payload, whose personal fields read `***` unless `unmasked`. */
export function presentEventDetail(row: EventDetailRow, unmasked: boolean): EventDetail {
  const text = row.body === null ? null : itemText(providerIdOf(row.provider), row.body, row.item_index);
  return {
    ...presentEvent(row),
    ...(unmasked ? { references: row.references } : {}),
    requestId: publicId("request", row.request_id),
    deliveries: [],
    flags: row.flags,
    error: row.error,
    erasedAt: row.erased_at?.toISOString() ?? null,
    personalMasked: !unmasked,
    payload: text === null ? null : new RawJson(unmasked ? text : maskPersonal(text)),
  };
}

/** Throws for a provider that this version does not know: a fault of ours. */
function providerIdOf(text: string): ProviderId {
  if (!isProviderId(text)) throw new Error(`a stored source has the unknown provider "${text}"`);
  return text;
}
