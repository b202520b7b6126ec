import { z } from "zod";
import { moneyShape } from "./transaction-shape.ts";

/** Sums of a filter, never over two currencies. */
export const totalsShape = z
  .object({
    count: z.number().int().meta({ description: "How many were counted, those without an amount included" }),
    exact: z.boolean().meta({ description: "false: only those since countedFrom are in the sums, since there are too many to add up while somebody waits; narrow the range to have all of it" }),
    countedFrom: z.iso.datetime().nullable().meta({ description: "Null where everything is counted" }),
    currencies: z.array(
      z.object({
        currency: z.string(),
        exponent: z.number().int(),
        count: z.number().int(),
        amount: moneyShape.meta({ description: "Of what the transactions are about; payouts and lone refunds included" }),
        captured: moneyShape,
        refunded: moneyShape,
        disputed: moneyShape,
      }),
    ).meta({ description: "Most transactions first. A currency stands twice where two providers count it by different exponents" }),
    withoutAmount: z.number().int().meta({ description: "Transactions whose amount no message tells" }),
  })
  .meta({ id: "TransactionTotals" });
export type Totals = z.infer<typeof totalsShape>;
