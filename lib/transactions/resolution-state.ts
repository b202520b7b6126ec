import { publicId } from "#lib/platform/ids";
import type { ResolvableStatus } from "./final-statuses.ts";
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
  return known(transactionKinds, kind);
}

const statusNamed = (text: string): TransactionStatus => known(transactionStatuses, text);
const finalStatusNamed = (text: string): ResolvableStatus => known(resolvableStatuses, text);

/** Throws for a word that this version does not know: a fault of ours. */
function known<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((one) => one === text);
  if (word === undefined) throw new Error(`a stored transaction holds the unknown word "${text}"`);
  return word;
}
