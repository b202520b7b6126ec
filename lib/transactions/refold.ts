import type { Pool } from "pg";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { readEvidence } from "./anomaly-evidence.ts";
import { anomalyCodes } from "./anomalies.ts";
import type { FoldedTransaction } from "./fold.ts";
import { nameKey } from "./gather-messages.ts";
import { knownWord } from "./known-word.ts";
import { project, type Projection } from "./project.ts";
import { disputeStates, transactionKinds, transactionStatuses } from "./status.ts";
import type { PaymentName } from "./stored-messages.sql.ts";
import type { StoredTransaction } from "./stored-transactions.sql.ts";
import { readDetails } from "./transaction-details.ts";
import { differenceBetween, type FieldChange } from "./transaction-difference.ts";

export type { PaymentName } from "./stored-messages.sql.ts";

/** What folding a payment's stored events again gives. `null`: there was no transaction of this name, or there is none any more. */
export interface Refolded extends PaymentName {
  readonly before: FoldedTransaction | null;
  readonly after: FoldedTransaction | null;
  readonly changes: readonly FieldChange[];
}

/** Reads the stored events of payments again with the settings of now, folds them and writes what changed. */
export async function refold(pool: Pool, payments: readonly PaymentName[]): Promise<readonly Refolded[]> {
  if (payments.length === 0) return [];
  const projection = await inTransaction(pool, (client) => project(client, [], payments));
  return payments.map((payment) => refolded(payment, projection));
}

/** The same without changing anything. */
export async function previewRefold(pool: Pool, payment: PaymentName): Promise<Refolded> {
  return refolded(payment, await inTransaction(pool, (client) => project(client, [], [payment]), "rollback"));
}

function refolded({ sourceId, reference }: PaymentName, { groups, rows }: Projection): Refolded {
  const key = nameKey({ sourceId, reference });
  const row = rows.find((one) => nameKey(one) === key);
  const before = row === undefined ? null : foldOf(row);
  const after = groups.find((one) => nameKey(one) === key)?.folded ?? null;
  return { sourceId, reference, before, after, changes: differenceBetween(before, after) };
}

/** The fold that a row was written from. */
function foldOf(row: StoredTransaction): FoldedTransaction {
  return {
    reference: row.reference,
    kind: knownWord(transactionKinds, row.kind),
    unlinked: row.unlinked,
    foldedStatus: knownWord(transactionStatuses, row.foldedStatus),
    dispute: knownWord(disputeStates, row.dispute),
    anomalies: row.anomalies.map(({ code, evidence }) => ({ code: knownWord(anomalyCodes, code), ...readEvidence(evidence) })),
    ...readDetails(row.details),
  };
}
