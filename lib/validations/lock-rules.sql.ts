import type { Transaction } from "#lib/platform/database/client";

/** Makes writes to the rule sets of one source wait for one another, without holding up the messages that it receives. */
export async function lockRuleSets(tx: Transaction, sourceId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('countersign rule sets ' || ${sourceId}, 0))`;
}

/** Makes the end of a list wait for rules that are about to refer to it, and the other way round. */
export async function lockLists(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('countersign validation lists', 0))`;
}
