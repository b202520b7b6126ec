import { z } from "zod";
import { velocityKeys, velocityMeasures } from "./rule-set-shape.ts";

export const decisions = ["approve", "decline"] as const;
export type Decision = (typeof decisions)[number];

/** How a hand-over ended. */
export const handOverOutcomes = ["answered", "timeout", "dns", "connect", "tls", "refused_address", "reset", "too_large", "malformed", "wrong_status"] as const;

/** A value that a velocity condition was judged by. */
export const velocityReading = z.object({ measure: z.enum(velocityMeasures), per: z.enum(velocityKeys), withinSeconds: z.number().int(), value: z.union([z.number().int(), z.bigint()]) });
export type VelocityReading = z.infer<typeof velocityReading>;

/** The same as a row keeps it: a value beyond JavaScript's exact numbers as text. */
export const storedReading = velocityReading.extend({ value: z.union([z.number(), z.string().regex(/^[0-9]+$/)]) });
export type StoredReading = z.infer<typeof storedReading>;

/** A recorded decision. */
export const validationShape = z
  .object({
    id: z.string().meta({ description: "val_…" }),
    sourceId: z.string(),
    requestId: z.string(),
    at: z.iso.datetime(),
    ruleSetId: z.string().nullable().meta({ description: "null: the source had no active rule set" }),
    version: z.number().int().nullable(),
    rule: z.string().nullable().meta({ description: "Name of the rule that decided; null: the default, or no rule set" }),
    action: z.enum(decisions),
    answer: z.object({ status: z.number().int(), description: z.string() }),
    velocity: z.array(velocityReading),
    handOver: z.object({ url: z.string().nullable().meta({ description: "null for viewers" }), outcome: z.enum(handOverOutcomes), statusCode: z.number().int().nullable(), durationMs: z.number() }).nullable(),
    fallbackUsed: z.boolean(),
    repeatCount: z.number().int().meta({ description: "How often the same body came again within 15 minutes and got the same decision" }),
    durationMs: z.number().meta({ description: "From the first byte of the request to the answer" }),
    transactionId: z.string().nullable(),
    shadow: z.object({ ruleSetId: z.string(), version: z.number().int(), rule: z.string().nullable(), action: z.enum(["approve", "decline", "handOver"]) }).nullable().meta({ description: "What the set that runs beside the active one would have said" }),
    input: z.record(z.string(), z.unknown()).meta({ description: "What the rules looked at; personal fields masked" }),
  })
  .meta({ id: "Validation" });
export type Validation = z.infer<typeof validationShape>;
