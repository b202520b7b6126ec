import { z } from "zod";

const time = z.iso.datetime();

/** What waits and what is under way. */
export const queueShape = z
  .object({
    depth: z.number().int().meta({ description: "Deliveries that did not end yet" }),
    due: z.number().int().meta({ description: "Of these, those that could be sent now" }),
    oldestDueAt: time.nullable().meta({ description: "Since when the oldest of them waits" }),
    running: z.number().int().meta({ description: "Under way at this moment" }),
    held: z.number().int().meta({ description: "Wait for a paused source" }),
    pendingEvents: z.number().int().meta({ description: "Received events that wait to be read" }),
    failedEvents: z.number().int(),
    workers: z.array(z.object({ processId: z.number().int(), startedAt: time, lastBeatAt: time })),
    endpoints: z.array(
      z.object({
        endpointId: z.string(),
        url: z.string(),
        status: z.enum(["enabled", "paused", "disabled"]),
        circuit: z.enum(["closed", "open", "half_open"]),
        depth: z.number().int(),
        due: z.number().int(),
        oldestDueAt: time.nullable(),
        running: z.number().int(),
        failed: z.number().int().meta({ description: "Deliveries of the last 24 hours that failed for good" }),
      }),
    ),
  })
  .meta({ id: "Queue" });
export type Queue = z.infer<typeof queueShape>;
