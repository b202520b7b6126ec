import { z } from "zod";
import { requestOutcomes } from "#lib/events/request-shape";

const time = z.iso.datetime();
const counts = z.object({ accepted: z.number(), duplicate: z.number(), conflict: z.number(), rejected: z.number(), quarantined: z.number() });
export type OutcomeCounts = z.infer<typeof counts>;

/** `ok`: the last message was vouched for. `silent`: quiet for longer than its alarm. `refusing`: latest message refused. */
export const sourceHealths = ["ok", "waiting", "no_key", "refusing", "quarantining", "silent", "paused", "archived"] as const;
export type SourceHealth = (typeof sourceHealths)[number];

export const overviewShape = z
  .object({
    sentence: z.string().meta({ description: "Whether everything is all right, in words" }),
    allRight: z.boolean(),
    today: counts.extend({ total: z.number(), since: time }).meta({ description: "Requests since midnight of the given zone" }),
    sources: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        provider: z.string(),
        mode: z.enum(["test", "live"]),
        status: z.enum(["active", "paused", "archived"]),
        health: z.enum(sourceHealths),
        healthSentence: z.string(),
        today: counts,
        lastMessageAt: time.nullable(),
        lastRejectedAt: time.nullable(),
        usableKeys: z.number().int(),
        nextKeyExpiryAt: time.nullable(),
      }),
    ),
    latestFailures: z.array(
      z.object({ requestId: z.string(), sourceId: z.string(), sourceName: z.string(), receivedAt: time, outcome: z.enum(["rejected", "quarantined", "conflict"]), reason: z.string().nullable() }),
    ),
  })
  .meta({ id: "Overview" });
export type Overview = z.infer<typeof overviewShape>;

export const statsShape = z
  .object({
    interval: z.enum(["hour", "day"]),
    from: time,
    to: time,
    data: z.array(z.object({ at: time, sourceId: z.string(), outcome: z.enum(requestOutcomes), count: z.number(), bytes: z.number() })),
  })
  .meta({ id: "Stats" });
export type Stats = z.infer<typeof statsShape>;
