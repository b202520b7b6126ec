import type { Transaction } from "#lib/platform/database/client";
import { installation } from "#lib/platform/installation";
import { Problem } from "#lib/platform/problem";
import type { ProviderId } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import { sourceNotFound } from "#lib/sources/get-source";
import { isUsable } from "#lib/sources/key-status";
import { z } from "zod";

/** A test source with what its messages are signed by. Never leaves the server. */
export interface TestSource {
  readonly id: string;
  readonly name: string;
  readonly provider: ProviderId;
  readonly providerName: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly token: string;
  /** The newest key that verifies now. */
  readonly secret: string;
  /** The oldest one that still verifies, where there is more than one. */
  readonly formerSecret: string | null;
}

const settingsObject = z.record(z.string(), z.unknown());

/**
 * Opens a source that may be sent simulated messages: of mode test, not archived, with a URL and a key that verifies now.
 * Throws `Problem` with words for whoever chose it.
 */
export async function openTestSource(tx: Transaction, id: string, nowMs: number): Promise<TestSource> {
  const record = await tx.source.findFirst({ where: { id, deletedAt: null }, include: { tokens: { where: { expiresAt: null } }, keys: { orderBy: [{ activeFrom: "desc" }, { id: "desc" }] } } });
  if (record === null || !isProviderId(record.provider)) throw sourceNotFound();
  // Before everything else: nothing here may ever write what looks like real money.
  if (record.mode !== "test") throw new Problem("conflict", `The sandbox plays for test sources alone, and “${record.name}” is live. Make a test source of the same provider and choose that.`);
  if (record.status === "archived") throw new Problem("conflict", `“${record.name}” is archived and takes no messages. Choose another test source.`);
  const usable = record.keys.filter((one) => isUsable(one, nowMs));
  const [key] = usable;
  if (key === undefined) throw new Problem("conflict", `“${record.name}” has no key that verifies now, so that nothing could be signed. Add one on its page first.`);
  const token = record.tokens[0]?.token;
  if (token === undefined) throw sourceNotFound();
  const open = ({ id: rowId, sealedSecret }: { readonly id: string; readonly sealedSecret: string }): string => installation().ring.open(sealedSecret, { purpose: "source_key", rowId });
  const former = usable.length > 1 ? usable.at(-1) : undefined;
  return {
    id: record.id,
    name: record.name,
    provider: record.provider,
    providerName: providerById(record.provider).name,
    settings: settingsObject.parse(record.settings),
    token,
    secret: open(key),
    formerSecret: former === undefined ? null : open(former),
  };
}
