import { z } from "zod";
import { momentText, pageQueryMembers, publicIdText, searchText } from "#lib/platform/page-query";
import { anomalyCodes } from "./anomalies.ts";
import { disputeStates, transactionKinds, transactionStatuses } from "./status.ts";

/** Digits as they stand in the URL, so that no number on the way rounds them. */
const minorUnits = z
  .string()
  .regex(/^[0-9]{1,18}$/, "must be a whole number of minor units, at most 18 digits")
  .transform(BigInt)
  .meta({ description: "Minor units, digits only, exact at any size" });

const yesOrNo = z.enum(["true", "false"]).transform((text) => text === "true");

/** Filters of the list, its totals and its export. `sourceId` comes out as a bare UUID, amounts as bigints. */
export const transactionFilters = z.strictObject({
  sourceId: publicIdText("source").optional(),
  mode: z.enum(["test", "live"]).optional(),
  kind: z.enum(transactionKinds).optional(),
  status: z.enum(transactionStatuses).optional().meta({ description: "As shown: the resolution where a person closed it" }),
  dispute: z.enum(disputeStates).optional(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, "must be the three letters of a currency, such as EUR")
    .transform((code) => code.toUpperCase())
    .optional(),
  method: searchText(100).optional().meta({ description: "Type of the payment method, exactly, such as card" }),
  minAmountMinor: minorUnits.optional(),
  maxAmountMinor: minorUnits.optional(),
  last4: z.string().regex(/^[0-9]{4}$/, "must be four digits").optional(),
  customer: searchText(500).optional().meta({ description: "The customer's reference, exactly" }),
  reference: searchText(500).optional().meta({ description: "One of its references, exactly" }),
  q: searchText(500).optional().meta({
    description: "Any of: a reference; the id of a transaction, an event or a request; the last four digits of the card; an e-mail address, for those who may unmask; a customer's reference; an exact amount such as 25.99 or 25.99 EUR",
  }),
  anomaly: z.enum([...anomalyCodes, "any"]).optional().meta({ description: "Transactions with this anomaly, looked at or not; any: with one that nobody has looked at" }),
  unlinked: yesOrNo.optional().meta({ description: "Refunds that wait for their payment" }),
  resolved: yesOrNo.optional().meta({ description: "Closed by hand" }),
  from: momentText.optional().meta({ description: "First message received at or after" }),
  to: momentText.optional().meta({ description: "First message received before" }),
});
export type TransactionFilters = z.output<typeof transactionFilters>;

/** `GET /transactions`. Unknown members are refused. */
export const transactionsQuery = z.strictObject({ ...transactionFilters.shape, ...pageQueryMembers });
export type TransactionsQuery = z.output<typeof transactionsQuery>;
