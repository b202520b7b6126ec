import type { ProviderId } from "#lib/providers/provider";
import { simulations } from "./registry.ts";
import { wholeOf } from "./simulated-operation.ts";
import type { Story } from "./story.ts";

/** One message alone, which says nothing of how the payment ends. `null`: the provider sends no such message under these settings. */
export function singleMessageStory(provider: ProviderId, settings: Readonly<Record<string, unknown>>, type: string): Story | null {
  const simulation = simulations[provider];
  if (!simulation.types(simulation.demoSettings(settings)).includes(type)) return null;
  return { id: type, title: `One message: ${type}`, provider, course: (payment) => ({ steps: [{ afterSeconds: 0, type, payment, operation: wholeOf(payment) }], ends: [] }) };
}
