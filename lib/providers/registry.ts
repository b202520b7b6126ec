import { adyen } from "./adyen.ts";
import { gateway } from "./gateway.ts";
import { prahsys } from "./prahsys.ts";
import { praxis } from "./praxis.ts";
import { type Provider, type ProviderId, providerIds } from "./provider.ts";
import { standardWebhooks } from "./standard-webhooks.ts";
import { stripe } from "./stripe.ts";

/** Every provider, by the id that `/api/v1/sources` takes. A new adapter is one file and one line here. */
export const providers: Readonly<Record<ProviderId, Provider>> = {
  adyen,
  praxis,
  prahsys,
  gateway,
  stripe,
  "standard-webhooks": standardWebhooks,
};

export function isProviderId(text: string): text is ProviderId {
  return providerIds.some((id) => id === text);
}

export function providerById(id: ProviderId): Provider {
  return providers[id];
}
