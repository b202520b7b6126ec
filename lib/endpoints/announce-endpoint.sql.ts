import type { Transaction } from "#lib/platform/database/client";

/** Tells every process, once the transaction commits, to drop what it remembers of endpoints. */
export async function announceEndpoint(tx: Transaction, endpointId: string): Promise<void> {
  await tx.$executeRaw`select pg_notify('countersign_endpoints', ${endpointId})`;
}

/** Makes writes to one endpoint wait for one another. */
export async function lockEndpoint(tx: Transaction, endpointId: string): Promise<void> {
  await tx.$executeRaw`select 1 from endpoints where id = ${endpointId}::uuid for update`;
}
