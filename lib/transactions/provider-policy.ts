import type { ProviderId } from "#lib/providers/provider";

/** What is usual at a provider, and so no anomaly. */
export interface ProviderPolicy {
  /** Amounts may change until a final status (Praxis, "Understanding amounts"). */
  readonly amountsSettleLate: boolean;
  /** Captures and authorizations are reported as running totals under one reference (Stripe). */
  readonly amountsAreTotals: boolean;
  /** A failed attempt and a later success share one reference, since the customer may try again. */
  readonly attemptsShareReference: boolean;
}

const usual: ProviderPolicy = { amountsSettleLate: false, amountsAreTotals: false, attemptsShareReference: true };

export const providerPolicies: Readonly<Record<ProviderId, ProviderPolicy>> = {
  adyen: usual,
  praxis: { ...usual, amountsSettleLate: true, attemptsShareReference: false },
  prahsys: { ...usual, attemptsShareReference: false },
  gateway: usual,
  stripe: { ...usual, amountsAreTotals: true },
  "standard-webhooks": usual,
};
