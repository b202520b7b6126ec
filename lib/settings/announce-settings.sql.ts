import type { Transaction } from "#lib/platform/database/client";

/** Tells every process, once the transaction commits, to drop what it remembers of the settings. */
export async function announceSettings(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_notify('countersign_settings', '')`;
}

/** Makes changes of the settings wait for one another. */
export async function lockSettings(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select 1 from settings where id = 1 for update`;
}
