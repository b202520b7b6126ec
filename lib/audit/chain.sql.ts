import type { Transaction } from "#lib/platform/database/client";
import { canonicalJson } from "./canonical-json.ts";
import type { ChainedEntry } from "./entry-hash.ts";

/** Any number, the same for ever: the one lock that whoever appends must hold. */
const chainLock = 7_246_893_405_712_001n;

/** Waits until no other transaction is appending; released when this one ends. */
export async function lockChain(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${chainLock}::bigint)`;
}

export async function readHead(tx: Transaction): Promise<{ readonly position: bigint; readonly hash: Uint8Array } | null> {
  const rows = await tx.$queryRaw<{ position: bigint; hash: Uint8Array }[]>`select position, hash from audit_entries order by position desc limit 1`;
  return rows[0] ?? null;
}

export async function insertEntry(tx: Transaction, entry: ChainedEntry): Promise<void> {
  await tx.$executeRaw`
    insert into audit_entries (position, at, actor_type, actor_id, actor_name, address, action, subject_type, subject_id, details, previous_hash, hash)
    values (${entry.position}, ${entry.at}, ${entry.actorType}, ${entry.actorId}, ${entry.actorName}, ${entry.address}, ${entry.action},
            ${entry.subjectType}, ${entry.subjectId}, ${canonicalJson(entry.details)}::jsonb, ${entry.previousHash}, ${entry.hash})`;
}
