import { z } from "zod";
import { decisions } from "./validation-shape.ts";

const verdict = z.object({
  action: z.enum(["approve", "decline", "handOver"]).meta({ description: "handOver: your own URL would have been asked, and nobody knows what it would have said" }),
  rule: z.string().nullable().meta({ description: "null: the default" }),
  description: z.string().nullable().meta({ description: "What the customer would have read; null where it is not declined" }),
});

/** What a rule set would have said of recorded attempts. */
export const dryRunShape = z
  .object({
    sourceId: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    attempts: z.number().int().meta({ description: "How many were decided again" }),
    complete: z.boolean().meta({ description: "false: there are more in this time than one dry run looks at; these are the latest of them" }),
    recorded: z.object({ approve: z.number().int(), decline: z.number().int() }).meta({ description: "What was said" }),
    would: z.object({ approve: z.number().int(), decline: z.number().int(), handOver: z.number().int() }).meta({ description: "What these rules would have said" }),
    newlyDeclined: z.number().int().meta({ description: "Approved then, declined by these rules" }),
    newlyApproved: z.number().int().meta({ description: "Declined then, approved by these rules" }),
    unknown: z.number().int().meta({ description: "Would have been handed over, where no answer is recorded that it could be judged by" }),
    byRule: z.array(z.object({ rule: z.string().nullable(), action: verdict.shape.action, count: z.number().int() })).meta({ description: "How many each rule would have decided, in the order of the rules; null: the default" }),
    rows: z.array(
      z.object({
        validationId: z.string(),
        at: z.iso.datetime(),
        amount: z.object({ amountMinor: z.union([z.number().int(), z.bigint()]), currency: z.string(), exponent: z.number().int() }).nullable(),
        country: z.string().nullable(),
        recorded: z.object({ action: z.enum(decisions), rule: z.string().nullable() }),
        would: verdict,
      }),
    ).meta({ description: "Newest first: those of which these rules say otherwise, or all" }),
  })
  .meta({ id: "DryRun" });
export type DryRun = z.infer<typeof dryRunShape>;
export type DryRunRow = DryRun["rows"][number];
