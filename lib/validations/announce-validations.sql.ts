import type { Transaction } from "#lib/platform/database/client";

/** Tells every process, once the transaction commits, to drop what it remembers of rule sets, lists and hand-over secrets. */
export async function announceValidations(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_notify('countersign_validations', '')`;
}
