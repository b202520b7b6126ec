import { createHash } from "node:crypto";
import { type AuditValue, canonicalJson } from "./canonical-json.ts";

/** One link of the chain, as stored. */
export interface ChainedEntry {
  /** From 1, without gaps. */
  readonly position: bigint;
  readonly at: Date;
  readonly actorType: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly address: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string | null;
  readonly details: AuditValue;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
}

/** What the first entry names as the hash before it. */
export const genesisHash: Uint8Array = new Uint8Array(32);

/** SHA-256 over the hash before it and the canonical entry. */
export function entryHash(entry: Omit<ChainedEntry, "hash">): Buffer {
  const text = canonicalJson({
    position: entry.position.toString(),
    at: entry.at.toISOString(),
    actorType: entry.actorType,
    actorId: entry.actorId,
    actorName: entry.actorName,
    address: entry.address,
    action: entry.action,
    subjectType: entry.subjectType,
    subjectId: entry.subjectId,
    details: entry.details,
  });
  return createHash("sha256").update("countersign audit 1\n", "utf8").update(entry.previousHash).update(text, "utf8").digest();
}
