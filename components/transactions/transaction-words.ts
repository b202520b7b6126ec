import type { AnomalyCode } from "#lib/transactions/anomalies";
import type { OperationKind, OperationState } from "#lib/transactions/operations";
import type { DisputeState, TransactionKind, TransactionStatus } from "#lib/transactions/status";
import type { WhyField } from "#lib/transactions/why";

export const statusWords: Readonly<Record<TransactionStatus, string>> = {
  created: "Created",
  action_required: "Action required",
  pending: "Pending",
  authorized: "Authorized",
  partially_captured: "Partly captured",
  captured: "Captured",
  partially_refunded: "Partly refunded",
  refunded: "Refunded",
  failed: "Failed",
  canceled: "Canceled",
  expired: "Expired",
  partially_paid: "Partly paid out",
  paid: "Paid out",
};

export const disputeWords: Readonly<Record<DisputeState, string>> = {
  none: "No dispute",
  inquiry: "Inquiry",
  open: "Dispute open",
  chargeback: "Charged back",
  reversed: "Dispute won",
  lost: "Dispute lost",
};

export const kindWords: Readonly<Record<TransactionKind, string>> = { payment: "Payment", payout: "Payout", refund: "Refund without its payment" };

export const operationWords: Readonly<Record<OperationKind, string>> = { capture: "Capture", refund: "Refund", dispute: "Dispute", payout: "Payout" };

export const operationStateWords: Readonly<Record<OperationState, string>> = {
  requested: "Requested",
  done: "Done",
  failed: "Failed",
  voided: "Voided",
  canceled: "Canceled",
  reversed: "Reversed",
  none: "Closed",
  inquiry: "Inquiry",
  open: "Open",
  chargeback: "Charged back",
  lost: "Lost",
  pending: "Pending",
  partially_paid: "Partly paid out",
  paid: "Paid out",
};

export const anomalyWords: Readonly<Record<AnomalyCode, string>> = {
  captured_over_authorized: "More captured than authorized",
  refunded_over_captured: "More refunded than captured",
  amount_changed: "Amount changed",
  currency_changed: "Currency changed",
  refund_amount_unknown: "Refund of unknown amount",
  event_after_manual_close: "Message after it was closed by hand",
  final_state_contradicted: "Messages contradict each other",
  capture_without_authorization: "Captured without an authorization",
  exponent_unconfirmed: "Decimals of the currency unconfirmed",
  same_digest_other_body: "Same signed fields, another body",
};

export const whyFieldWords: Readonly<Record<WhyField, string>> = {
  status: "Status",
  dispute: "Dispute",
  authorized: "Authorized",
  captured: "Captured",
  refunded: "Refunded",
  disputed: "Disputed",
  fees: "Fees",
  method: "Method",
  customer: "Customer",
  avs: "Address check",
  cvc: "Security code",
};

const brands: ReadonlyMap<string, string> = new Map([
  ["visa", "Visa"], ["mastercard", "Mastercard"], ["maestro", "Maestro"], ["amex", "American Express"], ["diners", "Diners Club"], ["discover", "Discover"], ["jcb", "JCB"],
  ["unionpay", "UnionPay"], ["cartes_bancaires", "Cartes Bancaires"], ["bancontact", "Bancontact"], ["dankort", "Dankort"], ["elo", "Elo"], ["eftpos_au", "eftpos"],
  ["ideal", "iDEAL"], ["paypal", "PayPal"], ["klarna", "Klarna"], ["sepa_debit", "SEPA direct debit"], ["sepadirectdebit", "SEPA direct debit"], ["applepay", "Apple Pay"], ["googlepay", "Google Pay"],
]);

interface Method {
  readonly type: string | null;
  readonly brand: string | null;
}

/** `Visa`, `iDEAL`, `Card`; `null` where no message says how was paid. */
export function methodWords({ type, brand }: Method): string | null {
  const name = brand ?? type;
  if (name === null) return null;
  return brands.get(name) ?? sentence(name);
}

/** A code of ours in words: `postal_only` as `Postal only`. */
export function sentence(code: string): string {
  const text = code.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Captured` as `captured`, to stand inside a sentence. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
