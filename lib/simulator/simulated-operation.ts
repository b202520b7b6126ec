import type { SimulatedPayment } from "./simulated-payment.ts";

/** One capture, refund, dispute or payout of a payment, told apart from others of its kind by its name. */
export interface SimulatedOperation {
  /** Its references at the provider follow from this; empty where there is only one of the kind. */
  readonly name: string;
  readonly amountMinor: bigint;
  /** What all operations of its kind come to with it, for providers that tell running totals; its own amount unless given. */
  readonly totalMinor?: bigint;
  /** Prahsys: the message whose transaction it acts on, where that is not the usual one. */
  readonly on?: string;
}

/** The operation that stands for the payment as a whole. */
export function wholeOf({ amountMinor }: SimulatedPayment): SimulatedOperation {
  return { name: "", amountMinor };
}
