import type { PoolClient } from "pg";
import { idBeside, idTime } from "#lib/platform/ids";
import type { Money } from "#lib/providers/fact";
import { writeEvidence } from "./anomaly-evidence.ts";
import type { FoldedGroup } from "./fold-gathered.ts";
import type { FoldedTransaction } from "./fold.ts";
import type { Message } from "./read-message.ts";
import { searchTerms } from "./search-terms.ts";
import type { StoredAnomaly, StoredResolution, StoredTransaction } from "./stored-transactions.sql.ts";
import { writeDetails } from "./transaction-details.ts";
import { type AnomalyToWrite, deleteAnomalies, deleteTransactions, type TransactionToWrite, writeAnomalies, writeTransactions } from "./write-transactions.sql.ts";

export interface FoldsToWrite {
  readonly messages: readonly Message[];
  readonly groups: readonly FoldedGroup[];
  /** The rows that these payments had. */
  readonly rows: readonly StoredTransaction[];
  /** True where a row that would stay as it is needs no writing; takes rows with their details. */
  readonly onlyChanged: boolean;
}

type WithFold = FoldedGroup & { readonly folded: FoldedTransaction };

/**
 * Writes the row of every group that holds a fact, its anomalies, and takes away rows that have become a part of another
 * payment: their closing and their acknowledgements go to that one. Gives each group's transaction id.
 */
export async function writeFolds(client: PoolClient, { messages, groups, rows, onlyChanged }: FoldsToWrite): Promise<ReadonlyMap<FoldedGroup, string>> {
  const ids = new Map<FoldedGroup, string>();
  const written: { row: TransactionToWrite; details: string }[] = [];
  const anomalies: AnomalyToWrite[] = [];
  const gone: { transactionId: string; code: string }[] = [];
  for (const group of groups.filter(hasFold)) {
    const id = group.own?.id ?? idBeside(firstEventOf(group));
    ids.set(group, id);
    const details = writeDetails(group.folded);
    if (!onlyChanged || isChanged(group, details)) written.push({ row: rowFrom(group, id), details });
    anomalies.push(...anomaliesFrom(group, id));
    const codes = new Set<string>(group.folded.anomalies.map(({ code }) => code));
    gone.push(...(group.own?.anomalies ?? []).filter(({ code }) => !codes.has(code)).map(({ code }) => ({ transactionId: id, code })));
  }
  const dead = deadRows(messages, groups, rows, new Set(ids.values()));
  if (dead.length > 0) await deleteTransactions(client, dead);
  if (written.length > 0) await writeTransactions(client, written);
  if (gone.length > 0) await deleteAnomalies(client, gone);
  if (anomalies.length > 0) await writeAnomalies(client, anomalies);
  return ids;
}

/** Rows that no group has any more. One whose messages are not kept any longer stays as it is. */
function deadRows(messages: readonly Message[], groups: readonly FoldedGroup[], rows: readonly StoredTransaction[], living: ReadonlySet<string>): readonly string[] {
  const told = new Set(messages.map(({ row }) => row.transactionId));
  const joined = new Set(groups.flatMap((group) => group.joined.map(({ id }) => id)));
  return rows.map(({ id }) => id).filter((id) => !living.has(id) && (told.has(id) || joined.has(id)));
}

function hasFold(group: FoldedGroup): group is WithFold {
  return group.folded !== null;
}

/** Its id is of the moment at which its first event was received. */
function firstEventOf({ messages }: FoldedGroup): string {
  const ids = messages.map(({ row }) => row.id);
  return ids.reduce((first, id) => (id < first ? id : first));
}

function isChanged({ own, folded, joined }: WithFold, details: string): boolean {
  return (
    own === null || joined.length > 0 || own.details !== details || own.kind !== folded.kind || own.foldedStatus !== folded.foldedStatus || own.dispute !== folded.dispute || own.unlinked !== folded.unlinked
  );
}

function rowFrom(group: WithFold, id: string): TransactionToWrite {
  const { sourceId, reference, folded, messages } = group;
  const { amount, amounts, method, customer } = folded;
  const minor = (money: Money | null): string | null => (money !== null && money.currency === amount?.currency ? String(money.amountMinor) : null);
  const resolution = resolutionOf(group);
  return {
    id,
    source_id: sourceId,
    reference,
    mode: messages[0]?.row.mode ?? "test",
    kind: folded.kind,
    status: resolution?.status ?? folded.foldedStatus,
    folded_status: folded.foldedStatus,
    dispute: folded.dispute,
    unlinked: folded.unlinked,
    currency: amount?.currency ?? null,
    exponent: amount?.exponent ?? null,
    amount_minor: minor(amount),
    authorized_minor: minor(amounts.authorized),
    captured_minor: minor(amounts.captured),
    refunded_minor: minor(amounts.refunded),
    disputed_minor: minor(amounts.disputed),
    method_type: method.type,
    method_brand: method.brand,
    last4: method.last4,
    customer_reference: customer.reference,
    search: searchTerms(folded),
    resolution_status: resolution?.status ?? null,
    resolution_note: resolution?.note ?? null,
    resolution_by: resolution?.by ?? null,
    resolution_at: resolution?.at.toISOString() ?? null,
    created_at: new Date(idTime(id)).toISOString(),
  };
}

/** Its own, else that of a part which had been closed by itself. */
function resolutionOf({ own, joined }: FoldedGroup): StoredResolution | null {
  return own?.resolution ?? joined.find(({ resolution }) => resolution !== null)?.resolution ?? null;
}

/** What is new or has other evidence; an acknowledgement stands while the evidence does. */
function anomaliesFrom({ own, joined, folded }: WithFold, id: string): readonly AnomalyToWrite[] {
  return folded.anomalies.flatMap((anomaly): readonly AnomalyToWrite[] => {
    const evidence = writeEvidence(anomaly);
    const isSame = (stored: StoredAnomaly): boolean => stored.code === anomaly.code && stored.evidence === evidence;
    if (own?.anomalies.some(isSame) === true) return [];
    const former = joined.flatMap(({ anomalies }) => anomalies).find(isSame);
    return [
      {
        transaction_id: id,
        code: anomaly.code,
        raised_at: former?.raisedAt.toISOString() ?? null,
        acknowledged_at: former?.acknowledgedAt?.toISOString() ?? null,
        acknowledged_by: former?.acknowledgedBy ?? null,
        evidence,
      },
    ];
  });
}
