import type { Transaction } from "#lib/platform/database/client";

/** Tells every process, once the transaction commits, to drop what it remembers of this source. */
export async function announceSource(tx: Transaction, sourceId: string): Promise<void> {
  await tx.$executeRaw`select pg_notify('countersign_sources', ${sourceId})`;
}

/** Makes writes to one source's keys wait for one another, so that two at once cannot both end the last key. */
export async function lockSource(tx: Transaction, sourceId: string): Promise<void> {
  await tx.$executeRaw`select 1 from sources where id = ${sourceId}::uuid for update`;
}
