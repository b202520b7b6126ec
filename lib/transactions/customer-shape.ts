import { z } from "zod";
import { eventShape } from "#lib/events/event-shape";
import { totalsShape } from "./totals-shape.ts";
import { transactionShape } from "./transaction-shape.ts";

const time = z.iso.datetime();

/** Everything of one customer reference, over all sources. */
export const customerShape = z
  .object({
    reference: z.string(),
    name: z.string().nullable().meta({ description: "As the newest transaction that tells one says" }),
    email: z.string().nullable(),
    country: z.string().nullable(),
    sourceIds: z.array(z.string()).meta({ description: "Sources of the transactions shown; a reference may mean another person at another source" }),
    firstAt: time.nullable().meta({ description: "When the oldest of the transactions was first heard of" }),
    lastAt: time.nullable(),
    totals: totalsShape,
    transactions: z.array(transactionShape).meta({ description: "The newest 100" }),
    nextCursor: z.string().nullable().meta({ description: "For GET /transactions?customer=… where there are more" }),
    events: z.array(eventShape).meta({ description: "The newest 100 of these transactions" }),
    personalMasked: z.boolean(),
  })
  .meta({ id: "Customer" });
export type Customer = z.infer<typeof customerShape>;
