import type { Pool } from "pg";

/** An endpoint as the worker needs it, still sealed. */
export interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly sourceIds: readonly string[];
  readonly mode: string;
  readonly format: string;
  readonly status: string;
  readonly sealedHeaders: string | null;
  readonly ratePerSecond: number | null;
  readonly maxInFlight: number;
  readonly retrySchedule: readonly number[];
  readonly createdAtMs: number;
  readonly secrets: readonly { readonly id: string; readonly sealedSecret: string; readonly expiresAtMs: number | null }[];
}

const columns = `
  e.id, e.url, e.types, e.source_ids as "sourceIds", e.mode, e.format, e.status, e.sealed_headers as "sealedHeaders",
  e.rate_per_second as "ratePerSecond", e.max_in_flight as "maxInFlight", e.retry_schedule as "retrySchedule",
  (extract(epoch from e.created_at) * 1000)::float8 as "createdAtMs",
  coalesce((
    select json_agg(json_build_object('id', s.id, 'sealedSecret', s.sealed_secret, 'expiresAtMs', floor(extract(epoch from s.expires_at) * 1000)) order by s.id)
    from endpoint_secrets s
    where s.endpoint_id = e.id and s.revoked_at is null and (s.expires_at is null or s.expires_at > now())), '[]') as secrets`;

/** Every endpoint that was not deleted, oldest first, with the secrets that are valid now. */
export async function readEndpointRows(pool: Pool): Promise<EndpointRow[]> {
  const { rows } = await pool.query<EndpointRow>({ name: "read-endpoints", text: `select ${columns} from endpoints e where e.deleted_at is null order by e.id` });
  return rows;
}

/** One of them. */
export async function readEndpointRow(pool: Pool, id: string): Promise<EndpointRow | null> {
  const { rows } = await pool.query<EndpointRow>({ name: "read-endpoint", text: `select ${columns} from endpoints e where e.deleted_at is null and e.id = $1`, values: [id] });
  return rows[0] ?? null;
}
