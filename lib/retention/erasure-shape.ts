import { z } from "zod";

export const erasureStates = ["running", "completed", "failed"] as const;

/** What erasing would overwrite. */
export const erasurePlanShape = z
  .object({
    transactions: z.number().int(),
    events: z.number().int().meta({ description: "Messages of these transactions, others that name the customer, and validations that the customer asked for" }),
    attempts: z.number().int().meta({ description: "Attempts to deliver them, whose kept answers are emptied" }),
    sources: z.array(z.object({ id: z.string(), name: z.string(), transactions: z.number().int() })).meta({ description: "The same reference may name another person at another source: sourceIds chooses" }),
  })
  .meta({ id: "ErasurePlan" });
export type ErasurePlan = z.infer<typeof erasurePlanShape>;

export const erasureShape = z
  .object({
    id: z.string().meta({ description: "ers_…" }),
    state: z.enum(erasureStates),
    pseudonym: z.string().meta({ description: "What stands for the customer's reference from now on; GET /customers/{pseudonym} shows what is left" }),
    total: z.number().int().meta({ description: "Transactions that were planned" }),
    transactions: z.number().int(),
    requests: z.number().int(),
    attempts: z.number().int(),
    error: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Erasure" });
export type ErasureView = z.infer<typeof erasureShape>;
