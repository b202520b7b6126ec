import type { Transaction } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import type { ProviderId } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import { sourceNotFound } from "#lib/sources/get-source";
import { isUsable } from "#lib/sources/key-status";
import { z } from "zod";
import { planOf, type ProviderPlan } from "./provider-plan.ts";

/** A test source with what its messages are signed by. Never leaves the server. */
export interface SandboxSource {
  readonly id: string;
  readonly name: string;
  readonly provider: ProviderId;
  readonly providerName: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly token: string;
  readonly secret: string;
  readonly plan: ProviderPlan;
}

const settingsObject = z.record(z.string(), z.unknown());

/**
 * Opens a source for the sandbox: of mode test, not archived, with a URL and a key that verifies now. Throws `Problem`
 * with words for whoever chose it.
 */
export async function openSandboxSource(tx: Transaction, id: string, nowMs: number): Promise<SandboxSource> {
  const record = await tx.source.findFirst({ where: { id, deletedAt: null }, include: { tokens: { where: { expiresAt: null } }, keys: { orderBy: [{ activeFrom: "desc" }, { id: "desc" }] } } });
  if (record === null || !isProviderId(record.provider)) throw sourceNotFound();
  // Before everything else: nothing here may ever write what looks like real money.
  if (record.mode !== "test") throw new Problem("conflict", `The sandbox plays for test sources alone, and “${record.name}” is live. Make a test source of the same provider and choose that.`);
  if (record.status === "archived") throw new Problem("conflict", `“${record.name}” is archived and takes no messages. Choose another test source.`);
  const settings = settingsObject.parse(record.settings);
  const { name: providerName } = providerById(record.provider);
  const plan = planOf(record.provider, settings);
  if (plan === null) throw new Problem("conflict", `Messages of “${record.name}” are not about payments at a checkout (${providerName}, platform webhooks). Choose a source with payments.`);
  const key = record.keys.find((one) => isUsable(one, nowMs));
  if (key === undefined) throw new Problem("conflict", `“${record.name}” has no key that verifies now, so that nothing could be signed. Add one on its page first.`);
  const token = record.tokens[0]?.token;
  if (token === undefined) throw sourceNotFound();
  const secret = installation().ring.open(key.sealedSecret, { purpose: "source_key", rowId: key.id });
  return { id: record.id, name: record.name, provider: record.provider, providerName, settings, token, secret, plan };
}
