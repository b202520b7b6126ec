import { z } from "zod";
import { transactionKinds, transactionStatuses } from "./status.ts";
import { resolvableStatuses } from "./transaction-shape.ts";

/** How a transaction stands after it was closed by hand or opened again. */
export const resolutionStateShape = z
  .object({
    id: z.string().meta({ description: "txn_…" }),
    kind: z.enum(transactionKinds),
    status: z.enum(transactionStatuses).meta({ description: "The resolution where a person closed it, else foldedStatus" }),
    foldedStatus: z.enum(transactionStatuses).meta({ description: "What its events say together; goes on while it is closed" }),
    resolution: z.object({ status: z.enum(resolvableStatuses), note: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
  })
  .meta({ id: "ResolutionState" });
export type ResolutionState = z.infer<typeof resolutionStateShape>;
