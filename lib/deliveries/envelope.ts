import { publicId } from "#lib/platform/ids";
import { writeJson } from "#lib/platform/raw-json";
import { presentTransaction } from "#lib/transactions/present-transaction";
import type { Transaction } from "#lib/transactions/transaction-shape";
import type { SnapshotRow, TransactionSnapshot } from "./snapshots.sql.ts";

/**
 * The text of a normalised message (`contract.md` §7) up to its payload. Personal fields are as they came: the message
 * goes to the merchant's own servers.
 */
export function envelopeOf(row: SnapshotRow): string {
  const head = {
    id: publicId("event", row.id),
    type: row.type,
    providerType: row.provider_type,
    provider: row.provider,
    sourceId: publicId("source", row.source_id),
    mode: row.mode,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  };
  return `${writeJson(head).slice(0, -1)},"data":{"transaction":${writeJson(row.transaction === null ? null : transactionOf(row, row.transaction))},"payload":`;
}

/** The whole message. `payload`: JSON text of the item as received; `null`: it was not JSON. */
export function messageOf(envelope: string, payload: string | null): string {
  return `${envelope}${payload ?? "null"}}}`;
}

/** As a row of the list of transactions. */
function transactionOf({ source_id, provider, mode }: SnapshotRow, row: TransactionSnapshot): Transaction {
  const moment = (text: string): Date => new Date(text);
  const resolvedAt = row.resolution_at === null ? null : moment(row.resolution_at);
  return presentTransaction({ ...row, source_id, provider, mode, created_at: moment(row.created_at), updated_at: moment(row.updated_at), erased_at: null, resolution_at: resolvedAt }, true);
}
