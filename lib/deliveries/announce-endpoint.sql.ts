import type { Transaction } from "#lib/platform/database/client";

/** Tells every process, and open pages, that an endpoint is no longer what it was. Heard when the transaction commits. */
export async function announceEndpoint(tx: Transaction, endpointId: string): Promise<void> {
  await tx.$executeRaw`select pg_notify('countersign_endpoints', ${endpointId}::text), pg_notify('countersign_live', '')`;
}
