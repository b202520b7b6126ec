import type { Mode, ProviderId } from "#lib/providers/provider";
import type { Random } from "./randomness.ts";
import { simulations } from "./registry.ts";
import type { SimulatedOperation } from "./simulated-operation.ts";
import { simulatePayment, type SimulatedPayment } from "./simulated-payment.ts";
import { SimulationError, type SignedMessage, type SimulatedMessage } from "./simulation.ts";

export interface MessageOrder {
  readonly provider: ProviderId;
  /** The source's settings; what is missing is filled in with those of a demo account. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `test` unless given. */
  readonly mode?: Mode;
  /** The provider's most usual message unless given. */
  readonly type?: string;
  /** A new payment unless given. */
  readonly payment?: SimulatedPayment;
  /** The whole payment unless given. */
  readonly operation?: SimulatedOperation;
  readonly nowSeconds: number;
  readonly random: Random;
}

/** Writes a message that is not yet signed. Throws `SimulationError` on a type that the provider does not have. */
export function writeMessage(order: MessageOrder): SimulatedMessage {
  const simulation = simulations[order.provider];
  const settings = simulation.demoSettings(order.settings ?? {});
  const types = simulation.types(settings);
  const type = order.type ?? types[0];
  if (!types.includes(type)) throw new SimulationError(`${order.provider} sends no "${type}". It sends: ${types.join(", ")}.`);
  const { nowSeconds, random, operation } = order;
  return simulation.message({ ...(operation === undefined ? {} : { operation }), settings, mode: order.mode ?? "test", type, payment: order.payment ?? simulatePayment(random, nowSeconds), nowSeconds, random });
}

/** Writes and signs a message as the provider would send it at `nowSeconds`. Throws `SimulationError`. */
export function signMessage(order: MessageOrder & { readonly secret: string }): SignedMessage {
  return writeMessage(order).sign([order.secret], order.nowSeconds);
}
