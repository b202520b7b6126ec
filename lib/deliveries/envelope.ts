import { publicId } from "#lib/platform/ids";
import { writeJson } from "#lib/platform/raw-json";
import { readDetails } from "#lib/transactions/transaction-details";
import type { SnapshotRow, TransactionRow } from "./snapshots.sql.ts";

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

/** As a row of the list of transactions, in the order of its members. */
function transactionOf({ source_id, provider, mode }: SnapshotRow, row: TransactionRow): Readonly<Record<string, unknown>> {
  const details = readDetails(row.details);
  return {
    id: publicId("transaction", row.id),
    kind: row.kind,
    sourceId: publicId("source", source_id),
    provider,
    mode,
    reference: row.reference,
    references: details.references,
    status: row.status,
    foldedStatus: row.folded_status,
    dispute: row.dispute,
    amount: details.amount,
    amounts: details.amounts,
    method: details.method,
    customer: details.customer,
    avs: details.avs,
    cvc: details.cvc,
    unlinked: row.unlinked,
    resolution: row.resolution_status === null ? null : { status: row.resolution_status, note: row.resolution_note, by: row.resolution_by, at: momentOf(row.resolution_at) },
    anomalies: row.anomalies,
    createdAt: momentOf(row.created_at),
    updatedAt: momentOf(row.updated_at),
  };
}

/** PostgreSQL writes the zone of the connection into JSON; we write UTC. */
function momentOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
