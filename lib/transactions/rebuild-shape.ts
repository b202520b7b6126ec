import { z } from "zod";
import { transactionStatuses } from "./status.ts";

export const rebuildStates = ["running", "canceled", "completed", "failed"] as const;
export const rebuildPhases = ["transactions", "events"] as const;

/** One field that folding again changes. */
export const fieldChangeShape = z
  .object({
    field: z.string().meta({ description: "A path such as foldedStatus, amounts.captured, operations.refund.XH2PK5V9 or anomalies.amount_changed" }),
    before: z.unknown().meta({ description: "As in the transaction; null where it has none. Names and e-mail addresses read ***" }),
    after: z.unknown(),
  })
  .meta({ id: "FieldChange" });

/** What folding one transaction again changes. */
export const rebuiltTransactionShape = z
  .object({
    id: z.string().meta({ description: "txn_…" }),
    dryRun: z.boolean().meta({ description: "True: nothing was changed yet" }),
    changes: z.array(fieldChangeShape).meta({ description: "Empty: it is already what its events say" }),
  })
  .meta({ id: "RebuiltTransaction" });
export type RebuiltTransaction = z.infer<typeof rebuiltTransactionShape>;

/** What folding many again would do. */
export const rebuildPlanShape = z
  .object({
    count: z.number().int().meta({ description: "Transactions that the filter finds" }),
    events: z.number().int().meta({ description: "Messages of whole sources, which are looked through for those that belong to no transaction yet; 0 for narrower filters" }),
    sampled: z.number().int().meta({ description: "How many of the newest were folded to see" }),
    changed: z.number().int().meta({ description: "Of those, how many would change" }),
    sample: z
      .array(z.object({ id: z.string(), sourceId: z.string(), reference: z.string(), status: z.enum(transactionStatuses), changes: z.array(fieldChangeShape) }))
      .meta({ description: "Some of them, those that would change first" }),
  })
  .meta({ id: "RebuildPlan" });
export type RebuildPlan = z.infer<typeof rebuildPlanShape>;

/** Folding again what is stored, in pieces. */
export const rebuildShape = z
  .object({
    id: z.string().meta({ description: "rbd_…" }),
    state: z.enum(rebuildStates),
    phase: z.enum(rebuildPhases).meta({ description: "events: all transactions are done, and messages without one are looked for" }),
    filter: z.record(z.string(), z.unknown()).meta({ description: "Names of GET /transactions" }),
    total: z.number().int().meta({ description: "Transactions, and for whole sources messages to look through, as counted when it began" }),
    done: z.number().int().meta({ description: "How many of them were looked at" }),
    changed: z.number().int().meta({ description: "Transactions that are no longer what they were, new ones included" }),
    failed: z.number().int().meta({ description: "Transactions that could not be folded, and stayed as they were" }),
    error: z.string().nullable().meta({ description: "What went wrong last" }),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Rebuild" });
export type Rebuild = z.infer<typeof rebuildShape>;
