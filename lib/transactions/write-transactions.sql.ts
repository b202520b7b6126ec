import type { Connection } from "./stored-messages.sql.ts";

/** A row to write, whether or not there is one; `null` in an amount: not in the headline's currency, or unknown. */
export interface TransactionToWrite {
  readonly id: string;
  readonly source_id: string;
  readonly reference: string;
  readonly mode: string;
  readonly kind: string;
  readonly status: string;
  readonly folded_status: string;
  readonly dispute: string;
  readonly unlinked: boolean;
  readonly currency: string | null;
  readonly exponent: number | null;
  /** Minor units as text. */
  readonly amount_minor: string | null;
  readonly authorized_minor: string | null;
  readonly captured_minor: string | null;
  readonly refunded_minor: string | null;
  readonly disputed_minor: string | null;
  readonly method_type: string | null;
  readonly method_brand: string | null;
  readonly last4: string | null;
  readonly customer_reference: string | null;
  readonly search: readonly string[];
  readonly resolution_status: string | null;
  readonly resolution_note: string | null;
  readonly resolution_by: string | null;
  readonly resolution_at: string | null;
  readonly created_at: string;
}

const given = [
  "source_id", "reference", "mode", "kind", "status", "folded_status", "dispute", "unlinked", "currency", "exponent", "amount_minor", "authorized_minor", "captured_minor",
  "refunded_minor", "disputed_minor", "method_type", "method_brand", "last4", "customer_reference", "details", "resolution_status", "resolution_note", "resolution_by", "resolution_at",
];
const kept = ["source_id", "reference", "mode"];

// A transaction that began first may come to write last: by the time of the row alone a receiver can tell which of two messages is newer.
const upsert = `insert into transactions (id, ${given.join(", ")}, search, version, created_at, updated_at)
  select id, ${given.join(", ")}, array(select json_array_elements_text(search)), 1, created_at, now()
  from json_to_recordset($1::json) as t(id uuid, source_id uuid, reference text, mode text, kind text, status text, folded_status text, dispute text, unlinked boolean,
    currency text, exponent smallint, amount_minor bigint, authorized_minor bigint, captured_minor bigint, refunded_minor bigint, disputed_minor bigint,
    method_type text, method_brand text, last4 text, customer_reference text, details json, search json,
    resolution_status text, resolution_note text, resolution_by text, resolution_at timestamptz, created_at timestamptz)
  on conflict (id) do update set ${[...given, "search"].filter((name) => !kept.includes(name)).map((name) => `${name} = excluded.${name}`).join(", ")},
    version = transactions.version + 1, updated_at = greatest(excluded.updated_at, transactions.updated_at + interval '1 millisecond')`;

/** All in one statement. `details` is JSON text already. The rows of `id`s that exist are locked by the caller. */
export async function writeTransactions(on: Connection, rows: readonly { readonly row: TransactionToWrite; readonly details: string }[]): Promise<void> {
  const json = `[${rows.map(({ row, details }) => `${JSON.stringify(row).slice(0, -1)},"details":${details}}`).join(",")}]`;
  await on.query({ name: "write-transactions", text: upsert, values: [json] });
}

/** Rows of what became a part of another payment, with their anomalies. */
export async function deleteTransactions(on: Connection, ids: readonly string[]): Promise<void> {
  await on.query({ name: "delete-transactions", text: "delete from transactions where id = any($1::uuid[])", values: [ids] });
}

export interface AnomalyToWrite {
  readonly transaction_id: string;
  readonly code: string;
  readonly raised_at: string | null;
  readonly acknowledged_at: string | null;
  readonly acknowledged_by: string | null;
  readonly evidence: string;
}

/** Writes those that are new or changed. `raised_at` null: now. */
export async function writeAnomalies(on: Connection, rows: readonly AnomalyToWrite[]): Promise<void> {
  await on.query({
    name: "write-anomalies",
    text: `insert into transaction_anomalies (transaction_id, code, evidence, raised_at, acknowledged_at, acknowledged_by)
      select transaction_id, code, evidence::json, coalesce(raised_at, now()), acknowledged_at, acknowledged_by
      from json_to_recordset($1::json) as t(transaction_id uuid, code text, evidence text, raised_at timestamptz, acknowledged_at timestamptz, acknowledged_by text)
      on conflict (transaction_id, code) do update set evidence = excluded.evidence, raised_at = excluded.raised_at,
        acknowledged_at = excluded.acknowledged_at, acknowledged_by = excluded.acknowledged_by`,
    values: [JSON.stringify(rows)],
  });
}

export async function deleteAnomalies(on: Connection, gone: readonly { readonly transactionId: string; readonly code: string }[]): Promise<void> {
  await on.query({
    name: "delete-anomalies",
    text: "delete from transaction_anomalies a using unnest($1::uuid[], $2::text[]) t(transaction_id, code) where a.transaction_id = t.transaction_id and a.code = t.code",
    values: [gone.map(({ transactionId }) => transactionId), gone.map(({ code }) => code)],
  });
}
