import { publicId } from "#lib/platform/ids";
import type { ResolvableStatus } from "./final-statuses.ts";
import { knownWord } from "./known-word.ts";
import type { TransactionRecord } from "./lock-transaction.sql.ts";
import type { ResolutionState } from "./resolution-shape.ts";
import { type TransactionKind, transactionKinds, type TransactionStatus, transactionStatuses } from "./status.ts";
import { resolvableStatuses } from "./transaction-shape.ts";

export type { ResolutionState } from "./resolution-shape.ts";

export function resolutionState(record: TransactionRecord): ResolutionState {
  return { id: publicId("transaction", record.id), kind: kindOfRecord(record), status: statusNamed(record.status), foldedStatus: statusNamed(record.foldedStatus), resolution: resolutionOf(record) };
}

/** `null` while nobody closed it. */
export function resolutionOf({ resolutionStatus, resolutionNote, resolutionBy, resolutionAt }: TransactionRecord): ResolutionState["resolution"] {
  if (resolutionStatus === null) return null;
  return { status: finalStatusNamed(resolutionStatus), note: resolutionNote ?? "", by: resolutionBy ?? "", at: (resolutionAt ?? new Date(0)).toISOString() };
}

export function kindOfRecord({ kind }: TransactionRecord): TransactionKind {
  return knownWord(transactionKinds, kind);
}

const statusNamed = (text: string): TransactionStatus => knownWord(transactionStatuses, text);
const finalStatusNamed = (text: string): ResolvableStatus => knownWord(resolvableStatuses, text);
