import type { ProviderId } from "#lib/providers/provider";

/** Which messages each provider's source takes, for whoever has to choose. */
export const providerHints: Readonly<Record<ProviderId, string>> = {
  adyen: "Standard webhooks with an HMAC key, and platform webhooks.",
  praxis: "Notifications of the Praxis cashier, signed in Gt-Authentication.",
  prahsys: "Webhooks of Prahsys accounts, and of the Hosted Checkout page.",
  gateway: "Any gateway that signs the body with HMAC. You describe how.",
  stripe: "Webhook endpoints with a signing secret, whsec_…",
  "standard-webhooks": "Senders that follow the Standard Webhooks specification.",
};
