import type { Transaction } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import { openTestSource, type TestSource } from "./open-test-source.ts";
import { planOf, type ProviderPlan } from "./provider-plan.ts";

/** A test source at whose checkout people can pay. Never leaves the server. */
export interface SandboxSource extends TestSource {
  readonly plan: ProviderPlan;
}

/** Opens a source for the sandbox. Throws `Problem` with words for whoever chose it. */
export async function openSandboxSource(tx: Transaction, id: string, nowMs: number): Promise<SandboxSource> {
  const source = await openTestSource(tx, id, nowMs);
  const plan = planOf(source.provider, source.settings);
  if (plan === null) throw new Problem("conflict", `Messages of “${source.name}” are not about payments at a checkout (${source.providerName}, platform webhooks). Choose a source with payments.`);
  return { ...source, plan };
}
