import type { TransactionKind } from "./status.ts";
import { resolvableStatuses } from "./transaction-shape.ts";

export type ResolvableStatus = (typeof resolvableStatuses)[number];

/** With what a person may close a transaction, by what it is: of a payout nothing was ever captured, of a lone refund nothing expires. */
export const finalStatuses: Readonly<Record<TransactionKind, readonly ResolvableStatus[]>> = {
  payment: resolvableStatuses,
  payout: ["failed", "canceled"],
  refund: ["refunded", "failed", "canceled"],
};
