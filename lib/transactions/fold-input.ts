import type { PaymentReading } from "#lib/providers/payment-reading";
import type { ProviderId } from "#lib/providers/provider";

/** One verified message about a payment. A repeat of an event is a message of its own with the same identity; a conflict is none. */
export interface FoldMessage {
  /** `evt_…` or its UUID: only a label, it never decides anything. */
  readonly eventId: string;
  /** Hash of what makes the event recognisable within its source, in lower-case hex; shared by all copies of one event. */
  readonly identity: string;
  /** Hash of the signed bytes in lower-case hex, where single fields are signed; `null` where the whole body is. */
  readonly contentHash: string | null;
  /** As normalised onto the event. */
  readonly references: readonly string[];
  /** True where it came while the transaction was closed by hand. */
  readonly isAfterClose: boolean;
  readonly reading: PaymentReading;
}

export interface FoldInput {
  readonly provider: ProviderId;
  /** The transaction's reference, as `groupByPayment` names it. */
  readonly reference: string;
  /** All messages of its group, in no order that matters. */
  readonly messages: readonly FoldMessage[];
}
