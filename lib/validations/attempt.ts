import type { Money } from "#lib/providers/fact";

/**
 * What a validation request says of the payment that is about to be tried, in the forms that rules compare with.
 * `null`: the message does not say it, and a condition on it is false.
 */
export interface Attempt {
  readonly amount: Money | null;
  /** ISO 4217, upper case. */
  readonly currency: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  /** As the provider names it, in lower case. */
  readonly paymentMethod: string | null;
  /** `visa`, `mastercard`, `amex`, …: by what the message says, else by the issuer's range. */
  readonly cardBrand: string | null;
  /** The first six digits. */
  readonly bin: string | null;
  readonly lastFour: string | null;
  /** Keyed hash over first six, last four and expiry, as hex. */
  readonly card: string | null;
  /** The provider's token of the customer. */
  readonly customer: string | null;
  /** Lower case, without the name before the `@`. */
  readonly emailDomain: string | null;
  readonly avsAlert: string | null;
  readonly verificationAlert: string | null;
  readonly intent: string | null;
  readonly variable1: string | null;
  readonly variable2: string | null;
  readonly variable3: string | null;
  /** Hour of the day, 0 to 23, in the zone of the settings. */
  readonly hour: number;
  /** The merchant's order: by this the attempt finds its transaction later. */
  readonly orderId: string | null;
}
