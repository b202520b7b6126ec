import { z } from "zod";
import { ruleSetBodyInput } from "./rule-set-input.ts";

/** How many attempts one dry run decides again at most. */
export const mostAttempts = 50_000;

/** Body of `POST /validation-rules/dry-run`. */
export const dryRunInput = z.strictObject({
  sourceId: z.string().max(100).meta({ description: "src_…, whose attempts are decided again" }),
  ruleSetId: z.string().max(100).optional().meta({ description: "rul_… of the same source" }),
  ruleSet: ruleSetBodyInput.optional().meta({ description: "Rules that are saved nowhere yet. One of the two is needed" }),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: "7 days before `to` when left out" }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: "Now when left out" }),
  last: z.number().int().min(1).max(mostAttempts).optional().meta({ description: "Only the latest so many attempts of this time" }),
  rows: z.enum(["changed", "all"]).default("changed").meta({ description: "changed: those of which these rules say otherwise than was said" }),
  limit: z.number().int().min(1).max(200).default(50).meta({ description: "How many rows are told; all are counted" }),
});
export type DryRunInput = z.output<typeof dryRunInput>;
