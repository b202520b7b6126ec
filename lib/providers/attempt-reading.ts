import type { Money } from "./fact.ts";

/** What a validation request says of the payment that is about to be tried; `null` where it says nothing. */
export interface AttemptReading {
  readonly amount: Money | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null;
  /** As the provider names it, in lower case. */
  readonly paymentMethod: string | null;
  readonly cardBrand: string | null;
  /** The first six digits. */
  readonly bin: string | null;
  readonly lastFour: string | null;
  /** `MM/YYYY`, or as the provider wrote it where that cannot be told. */
  readonly cardExpiry: string | null;
  /** The provider's token of the customer. */
  readonly customer: string | null;
  /** Lower case. */
  readonly emailDomain: string | null;
  readonly avsAlert: string | null;
  readonly verificationAlert: string | null;
  readonly intent: string | null;
  readonly variables: readonly [string | null, string | null, string | null];
  readonly orderId: string | null;
}
