import type { ProviderId } from "#lib/providers/provider";
import { simulateAdyen } from "./simulate-adyen.ts";
import { simulateGateway } from "./simulate-gateway.ts";
import { simulatePrahsys } from "./simulate-prahsys.ts";
import { simulatePraxis } from "./simulate-praxis.ts";
import { simulateStandardWebhooks } from "./simulate-standard-webhooks.ts";
import { simulateStripe } from "./simulate-stripe.ts";
import type { Simulation } from "./simulation.ts";

/** Every provider that we can play. */
export const simulations: Readonly<Record<ProviderId, Simulation>> = {
  adyen: simulateAdyen,
  praxis: simulatePraxis,
  prahsys: simulatePrahsys,
  gateway: simulateGateway,
  stripe: simulateStripe,
  "standard-webhooks": simulateStandardWebhooks,
};
