import type { Actor } from "#lib/access/actor";
import type { Transaction } from "#lib/platform/database/client";

/** The person behind a replay, who may not approve it as the second one: also behind an API key stands its maker. `null`: nobody is known. */
export async function replayCreator(tx: Transaction, actor: Actor): Promise<string | null> {
  if (actor.type === "user") return actor.id;
  if (actor.type !== "apiKey") return null;
  return (await tx.apiKey.findUnique({ where: { id: actor.id }, select: { createdBy: true } }))?.createdBy ?? null;
}
