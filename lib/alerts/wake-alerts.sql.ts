import type { Transaction } from "#lib/platform/database/client";

/** Looks at the alerts as soon as this transaction is committed, rather than within the minute. */
export async function wakeAlerts(tx: Transaction): Promise<void> {
  // One waiting look is enough for many reasons; one that already runs may have read before this, so that another follows.
  await tx.$executeRaw`select graphile_worker.add_job('look_for_alerts', '{}', job_key => 'look_for_alerts')`;
}
