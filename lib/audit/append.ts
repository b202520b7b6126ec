import type { Actor } from "#lib/access/actor";
import type { Transaction } from "#lib/platform/database/client";
import { type AuditDetails, storable, storableText } from "./canonical-json.ts";
import { insertEntry, lockChain, readHead } from "./chain.sql.ts";
import { entryHash, genesisHash } from "./entry-hash.ts";
import { refuseSecrets } from "./refuse-secrets.ts";

export type { AuditDetails } from "./canonical-json.ts";

/** What happened to what. Actions are `noun.verb` (`source.create`); subjects carry their bare UUID. */
export interface AuditDraft {
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string | null;
  /** What changed, without secrets: `{before?, after?, …}`. */
  readonly details: AuditDetails;
}

/**
 * Adds an entry to the chain inside the caller's transaction. Entries are serialised by a lock that is held until that
 * transaction ends: call this last. Throws when the details look like they hold a secret.
 */
export async function appendAudit(tx: Transaction, actor: Actor, draft: AuditDraft): Promise<void> {
  refuseSecrets(draft.details);
  await lockChain(tx);
  const head = await readHead(tx);
  const address = "address" in actor ? actor.address : null;
  const entry = {
    position: (head?.position ?? 0n) + 1n,
    at: new Date(),
    actorType: actor.type,
    actorId: "id" in actor ? actor.id : null,
    actorName: storableText(actor.name),
    address: address === null ? null : storableText(address),
    action: storableText(draft.action),
    subjectType: storableText(draft.subjectType),
    subjectId: draft.subjectId === null ? null : storableText(draft.subjectId),
    details: storable(draft.details),
    previousHash: head?.hash ?? genesisHash,
  };
  await insertEntry(tx, { ...entry, hash: entryHash(entry) });
}
