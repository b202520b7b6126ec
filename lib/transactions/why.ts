/** Rules by which a field gets its value, as sentences for people. */
export const whyRules = {
  captured: "Money was captured, none of it paid back, and nothing of the authorization is left open.",
  partially_captured: "Less was captured than authorized, and the rest is neither canceled nor expired.",
  partially_refunded: "Less was paid back than captured.",
  part_refund_unknown: "The provider says that a part was paid back; no message tells how much.",
  refunded: "Everything that was captured was paid back.",
  refunded_unseen: "The provider says that the payment was paid back; its capture was never announced.",
  canceled: "Nothing is captured, and the payment was canceled.",
  expired: "Nothing is captured, and the authorization expired.",
  session_expired: "The customer's session expired before anything was authorized.",
  authorized: "Authorized, and nothing is captured, canceled or expired.",
  latest_progress: "Nothing was authorized: the latest message about the attempt counts.",
  session_progress: "Only the customer's session is known so far.",
  nothing_known: "No message tells yet how the payment itself went.",
  unlinked_refund: "The payment of this refund is not known yet: the state is the refund's own.",
  payout: "The latest outcome of the payout counts; a waiting state never undoes one.",
  latest_dispute: "The state of the dispute that changed last.",
  no_dispute: "No message tells of a dispute.",
  latest_authorization: "The amount of the latest authorization, never a sum.",
  implied_authorization: "No authorization of its own: it follows from the sale.",
  sum_of_captures: "All captures that are done, added up.",
  implied_capture: "With automatic capture the authorization captures at once; no capture or cancellation was announced.",
  sum_of_refunds: "All refunds that are done, added up.",
  running_total: "No single refund is known: the provider's running total counts.",
  refunded_as_a_whole: "The provider says that the payment was paid back: refunds are parts of it, not added on top.",
  sum_of_disputes: "All disputes in chargeback or lost, added up.",
  sum_of_fees: "The latest fee of each operation that is done, added up.",
  from_success: "As the latest message of a success says it.",
  from_latest: "As the latest message says it.",
  nothing_says: "No message says it.",
} as const;
export type WhyRule = keyof typeof whyRules;

export const whyFields = ["status", "dispute", "authorized", "captured", "refunded", "disputed", "fees", "method", "customer", "avs", "cvc"] as const;
export type WhyField = (typeof whyFields)[number];

/** Which event set a field, and by which rule; `eventId` is `null` where no event says anything. */
export interface Why {
  readonly field: WhyField;
  readonly eventId: string | null;
  readonly rule: WhyRule;
}

/** A value with the reason for it. */
export interface Reasoned<Value> {
  readonly value: Value;
  readonly rule: WhyRule;
  readonly eventId: string | null;
}
