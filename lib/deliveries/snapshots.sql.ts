import type { TransactionRow } from "#lib/transactions/transaction-rows.sql";
import type { Connection } from "./event-facts.sql.ts";

/** What a message says of an event, without its payload, and of its transaction as it is now. */
export interface SnapshotRow {
  readonly id: string;
  readonly type: string | null;
  readonly provider_type: string | null;
  readonly provider: string;
  readonly source_id: string;
  readonly mode: string;
  readonly occurred_at: Date | null;
  readonly received_at: Date;
  readonly transaction: TransactionSnapshot | null;
}

/** A row of `transactions` as JSON, in which moments are text. */
export interface TransactionSnapshot extends Omit<TransactionRow, "source_id" | "provider" | "mode" | "created_at" | "updated_at" | "erased_at" | "resolution_at"> {
  readonly resolution_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export async function readForSnapshots(on: Connection, eventIds: readonly string[]): Promise<SnapshotRow[]> {
  const { rows } = await on.query<SnapshotRow>({
    name: "read-for-snapshots",
    text: `select e.id, e.type, e.provider_type, s.provider, e.source_id, s.mode, e.occurred_at, e.received_at,
        case when t.id is not null then json_build_object('id', t.id, 'kind', t.kind, 'reference', t.reference, 'status', t.status,
          'folded_status', t.folded_status, 'dispute', t.dispute, 'unlinked', t.unlinked, 'details', t.details,
          'resolution_status', t.resolution_status, 'resolution_note', t.resolution_note, 'resolution_by', t.resolution_by,
          'resolution_at', t.resolution_at, 'created_at', t.created_at, 'updated_at', t.updated_at,
          'anomalies', coalesce((select json_agg(json_build_object('code', a.code, 'acknowledged', a.acknowledged_at is not null) order by a.code)
            from transaction_anomalies a where a.transaction_id = t.id), '[]')) end as transaction
      from events e join sources s on s.id = e.source_id left join transactions t on t.id = e.transaction_id
      where e.id = any($1::uuid[])`,
    values: [eventIds],
  });
  return rows;
}

/** Keeps what is not kept yet: an event stays as it was said first. */
export async function insertSnapshots(on: Connection, rows: readonly { readonly eventId: string; readonly envelope: string }[]): Promise<void> {
  await on.query({
    name: "insert-snapshots",
    text: "insert into event_snapshots (event_id, envelope) select * from unnest($1::uuid[], $2::text[]) on conflict do nothing",
    values: [rows.map(({ eventId }) => eventId), rows.map(({ envelope }) => envelope)],
  });
}

export async function readSnapshot(on: Connection, eventId: string): Promise<string | null> {
  const { rows } = await on.query<{ envelope: string }>("select envelope from event_snapshots where event_id = $1", [eventId]);
  return rows[0]?.envelope ?? null;
}
