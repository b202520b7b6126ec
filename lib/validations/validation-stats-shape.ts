import { z } from "zod";
import { decisions } from "./validation-shape.ts";

const count = z.number().int();

/** Decisions of a time in figures. */
export const validationStatsShape = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    total: count,
    complete: z.boolean().meta({ description: "false: there are more than are looked at; these are the latest of them" }),
    approved: count,
    declined: count,
    approveRate: z.number().nullable().meta({ description: "0 to 1; null without decisions" }),
    fallbacks: count.meta({ description: "Where deciding broke, or a hand-over was not answered" }),
    withoutRules: count.meta({ description: "While no version of the rules was active" }),
    handedOver: count,
    repeats: count.meta({ description: "How often a body came again and got the same decision" }),
    p50Ms: z.number().nullable(),
    p99Ms: z.number().nullable(),
    byRule: z.array(z.object({ rule: z.string().nullable(), action: z.enum(decisions), count })).meta({ description: "Most first; null: the default, or no rule set" }),
  })
  .meta({ id: "ValidationStats" });
export type ValidationStats = z.infer<typeof validationStatsShape>;
