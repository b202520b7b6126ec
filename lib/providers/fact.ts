/** What an event can say about a payment. `chargeback_reversed` is final only where the provider says so. */
export type FactKind =
  | "created"
  | "action_required"
  | "pending"
  | "auth"
  | "auth_failed"
  | "cancel"
  | "expire"
  | "capture"
  | "capture_failed"
  /** A request to capture that was turned down: it never took anything, and takes nothing back. */
  | "capture_refused"
  /** What it takes back (an authorization, a capture or a refund) follows from the operation that it names. */
  | "void"
  | "refund_requested"
  | "refund"
  | "refund_failed"
  | "refund_canceled"
  | "refund_reversed"
  /** The provider says that all, or a part of unknown size, was paid back; the amounts come from other events. */
  | "refunded_in_full"
  | "refunded_in_part"
  /** A running total that counts only where no single refund is known. */
  | "refunded_total"
  | "inquiry"
  | "inquiry_closed"
  | "dispute_open"
  | "dispute_note"
  | "chargeback"
  | "chargeback_reversed"
  | "chargeback_lost"
  | "payout_pending"
  | "payout_part_paid"
  | "payout_paid"
  | "payout_failed";

/** The same as data, for what is read back. */
export const factKinds: ReadonlySet<string> = new Set<FactKind>([
  "created", "action_required", "pending", "auth", "auth_failed", "cancel", "expire", "capture",
  "capture_failed", "capture_refused", "void", "refund_requested", "refund", "refund_failed", "refund_canceled", "refund_reversed",
  "refunded_in_full", "refunded_in_part", "refunded_total", "inquiry", "inquiry_closed", "dispute_open", "dispute_note", "chargeback",
  "chargeback_reversed", "chargeback_lost", "payout_pending", "payout_part_paid", "payout_paid", "payout_failed",
]);

/** Integer minor units with the exponent by which the provider counts them. */
export interface Money {
  readonly amountMinor: bigint;
  /** Three capital letters. */
  readonly currency: string;
  readonly exponent: number;
}

export interface Fact {
  readonly kind: FactKind;
  /** The provider's reference of the payment; `null` where the message names none (an unlinked refund). */
  readonly payment: string | null;
  /** The provider's reference of the single step; equal to `payment` where it is the payment's first. */
  readonly operation: string;
  /** `null` where the message gives none that can be read exactly. */
  readonly amount: Money | null;
  readonly at: Date | null;
  /** True where the fact follows from another one and gives way to an explicit fact of its kind. */
  readonly implied: boolean;
  /** `session`: acts on the payment only while nothing was authorised; `payment` may then hold the order's reference. */
  readonly scope: "payment" | "session";
}

/** The type of an event from its facts, `null` when they name none. An implied capture completes a payment too. */
export function typeOfFacts(facts: readonly Fact[]): string | null {
  // A payment is complete with its capture, so `capture` is asked for before `auth`.
  const kinds = new Set(facts.map(({ kind }) => kind));
  for (const [kind, type] of typeByKind) if (kinds.has(kind)) return type;
  return null;
}

const typeByKind: readonly (readonly [FactKind, string])[] = [
  ["capture", "payment.completed"],
  ["auth", "payment.authorized"],
  ["auth_failed", "payment.failed"],
  ["cancel", "payment.canceled"],
  ["void", "payment.canceled"],
  ["expire", "payment.expired"],
  ["capture_failed", "capture.failed"],
  ["capture_refused", "capture.failed"],
  ["refund", "refund.completed"],
  ["refunded_in_full", "refund.completed"],
  ["refunded_in_part", "refund.completed"],
  ["refunded_total", "refund.completed"],
  ["refund_requested", "refund.initiated"],
  ["refund_failed", "refund.failed"],
  ["refund_canceled", "refund.failed"],
  ["refund_reversed", "refund.reversed"],
  ["inquiry", "dispute.opened"],
  ["dispute_open", "dispute.opened"],
  ["chargeback", "dispute.opened"],
  ["chargeback_reversed", "dispute.won"],
  ["chargeback_lost", "dispute.lost"],
  ["dispute_note", "dispute.updated"],
  ["payout_pending", "payout.initiated"],
  ["payout_part_paid", "payout.initiated"],
  ["payout_paid", "payout.completed"],
  ["payout_failed", "payout.failed"],
  ["created", "payment.created"],
  ["action_required", "payment.action_required"],
  ["pending", "payment.pending"],
];
