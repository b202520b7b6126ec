import type { ProviderId } from "#lib/providers/provider";
import type { SimulatedOperation } from "./simulated-operation.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";

/** One message of a story, before it is written. */
export interface StoryStep {
  /** Seconds after the step before it, in the time of the story. */
  readonly afterSeconds: number;
  /** One of the provider's `types`. */
  readonly type: string;
  /** The story's payment, or another one of the same customer. */
  readonly payment: SimulatedPayment;
  readonly operation: SimulatedOperation;
}

/** What a person who reads the provider's own pages expects of a payment at the end of a story. */
export interface StatedTransaction {
  /** The provider's reference of the payment. */
  readonly reference: string;
  readonly kind: "payment" | "payout";
  readonly status:
    | "created" | "action_required" | "pending" | "authorized" | "partially_captured" | "captured" | "partially_refunded" | "refunded" | "failed" | "canceled" | "expired"
    | "partially_paid" | "paid";
  readonly dispute: "none" | "inquiry" | "open" | "chargeback" | "reversed" | "lost";
  readonly currency: string;
  readonly authorizedMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly disputedMinor: bigint;
}

/** What happens to one payment, and how it ends. */
export interface StoryCourse {
  readonly steps: readonly StoryStep[];
  /** Empty where the story is about no payment, such as a customer or a contact. */
  readonly ends: readonly StatedTransaction[];
}

/** Something that happens at a provider, as it tells of it. Pure: the same payment gives the same course. */
export interface Story {
  /** The same over all providers that can tell it, such as `refund-in-parts`. */
  readonly id: string;
  readonly title: string;
  readonly provider: ProviderId;
  readonly course: (payment: SimulatedPayment) => StoryCourse;
}
