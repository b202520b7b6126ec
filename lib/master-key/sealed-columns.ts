import type { SealBinding } from "#lib/platform/seal";

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column whose value names the row. */
  readonly key: string;
  /** The column whose value the seal is bound to: the row itself, unless it is a copy of another row's. */
  readonly boundTo: string;
  readonly purpose: SealBinding["purpose"];
}

/**
 * Every column that holds sealed values. A new one needs a line here, else a new master key would leave it behind: a
 * test compares this list with the database.
 */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "installation", column: "sealed_hash_key", key: "id", boundTo: "id", purpose: "hash_key" },
  { table: "source_keys", column: "sealed_secret", key: "id", boundTo: "id", purpose: "source_key" },
  { table: "endpoint_secrets", column: "sealed_secret", key: "id", boundTo: "id", purpose: "endpoint_secret" },
  { table: "endpoints", column: "sealed_headers", key: "id", boundTo: "id", purpose: "endpoint_header" },
  { table: "endpoint_changes", column: "former_headers", key: "id", boundTo: "endpoint_id", purpose: "endpoint_header" },
  { table: "totp_factors", column: "sealed_secret", key: "user_id", boundTo: "user_id", purpose: "totp" },
  { table: "replays", column: "sealed_secret", key: "id", boundTo: "id", purpose: "endpoint_secret" },
  { table: "settings", column: "sealed_alert_secret", key: "id", boundTo: "id", purpose: "alert_webhook" },
  { table: "erasures", column: "sealed_reference", key: "id", boundTo: "id", purpose: "erasure" },
  { table: "hand_over_secrets", column: "sealed_secret", key: "id", boundTo: "id", purpose: "hand_over" },
];
