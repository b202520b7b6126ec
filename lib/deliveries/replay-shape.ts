import { z } from "zod";
import { deliveryShape } from "./delivery-shape.ts";

export const replayStates = ["awaiting_approval", "running", "paused", "canceled", "completed", "failed"] as const;
export type ReplayState = (typeof replayStates)[number];

/** More deliveries than so many need a second person. */
export const mostAlone = 10_000;

const time = z.iso.datetime();

export const replayShape = z
  .object({
    id: z.string().meta({ description: "rpl_…" }),
    state: z.enum(replayStates).meta({ description: "awaiting_approval: a second person has to approve it, since it is large" }),
    filter: z.record(z.string(), z.string()).meta({ description: "Names of GET /events" }),
    eventId: z.string().nullable().meta({ description: "The one event that was replayed by hand" }),
    endpointIds: z.array(z.string()).meta({ description: "Where it goes: those that were chosen, or all that were enabled or paused when it was planned; [] for a copy" }),
    url: z.string().nullable().meta({ description: "Where a copy goes; null for viewers" }),
    reason: z.string(),
    ratePerSecond: z.number().int().nullable().meta({ description: "null: as fast as the endpoints take it, behind new events" }),
    total: z.number().int().meta({ description: "Deliveries planned; once all events were gone through, those made" }),
    done: z.number().int(),
    succeeded: z.number().int(),
    failed: z.number().int(),
    canceled: z.number().int(),
    error: z.enum(["gone"]).nullable().meta({ description: "gone: events of the range are no longer kept; they count as failed" }),
    createdBy: z.string(),
    approvedBy: z.string().nullable(),
    createdAt: time,
    finishedAt: time.nullable(),
  })
  .meta({ id: "Replay" });
export type Replay = z.infer<typeof replayShape>;

/** The answer of `POST /events/{id}/replay`. */
export const replayedEventShape = z
  .object({
    replay: replayShape,
    deliveries: z.array(deliveryShape),
    secret: z.string().nullable().meta({ description: "Signs the copy to `url`, whsec_…: only in this one answer" }),
  })
  .meta({ id: "ReplayedEvent" });
export type ReplayedEvent = z.infer<typeof replayedEventShape>;

/** What a replay would do. */
export const replayPlanShape = z
  .object({
    count: z.number().int().meta({ description: "Deliveries" }),
    sample: z.array(z.unknown()).meta({ description: "Events, as GET /events shows them" }),
    endpoints: z.array(z.object({ id: z.string(), url: z.string().nullable(), count: z.number().int() })),
  })
  .meta({ id: "ReplayPlan" });
