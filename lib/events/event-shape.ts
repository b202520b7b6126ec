import { z } from "zod";
import type { RawJson } from "#lib/platform/raw-json";
import { providerIds } from "#lib/providers/provider";

export const eventStates = ["pending", "processed", "failed"] as const;

const time = z.iso.datetime();

/** A row of the list of events. */
export const eventShape = z
  .object({
    id: z.string().meta({ description: "evt_…" }),
    sourceId: z.string(),
    provider: z.enum(providerIds),
    mode: z.enum(["test", "live"]),
    type: z.string().nullable().meta({ description: "The normalised type; null until the event was processed" }),
    providerType: z.string().nullable().meta({ description: "The provider's own name for it" }),
    occurredAt: time.nullable(),
    receivedAt: time,
    transactionId: z.string().nullable(),
    references: z.array(z.string()),
    seenCount: z.number().int().meta({ description: "How often it was sent, the first time included" }),
    lastSeenAt: time,
    hasConflict: z.boolean().meta({ description: "A repeat of it said something else" }),
    repeat: z.boolean().meta({ description: "It says of the same operation what the event before it, by the provider's time, said already (praxis)" }),
    state: z.enum(eventStates),
  })
  .meta({ id: "Event" });
export type Event = z.infer<typeof eventShape>;

const detailMembers = {
  requestId: z.string(),
  deliveries: z.array(z.never()).meta({ description: "Where it was sent: in GET /events/{id}; empty elsewhere" }),
  flags: z.array(z.string()).meta({ description: "What a reader should know, such as duplicate_members" }),
  error: z.string().nullable().meta({ description: "Why processing failed" }),
  erasedAt: z.iso.datetime().nullable().meta({ description: "When what it said of a customer was overwritten" }),
  personalMasked: z.boolean().meta({ description: "Personal fields of the payload read *** ; POST /unmask shows them" }),
};

/** One event with its payload: the JSON of this item as it was received, numbers exact; null when it was not JSON. */
export const eventDetailShape = z
  .object({
    ...eventShape.shape,
    ...detailMembers,
    payload: z.unknown().meta({ description: "The item as received, every number exact; null when the body was not JSON" }),
  })
  .meta({ id: "EventDetail" });

export interface EventDetail extends Event {
  requestId: string;
  deliveries: never[];
  flags: string[];
  error: string | null;
  erasedAt: string | null;
  personalMasked: boolean;
  payload: RawJson | null;
}
