import type { Pool } from "pg";
import { firstIdAt } from "#lib/platform/ids";
import { Conditions } from "./conditions.ts";
import type { RequestsQuery } from "./list-queries.ts";
import { newestPage } from "./newest-page.sql.ts";

export interface RequestRow {
  readonly id: string;
  readonly source_id: string;
  readonly kind: string;
  readonly received_at: Date;
  readonly outcome: string;
  readonly reason: string | null;
  readonly answered_status: number;
  readonly body_bytes: number;
  readonly key_id: string | null;
  readonly remote_address: string | null;
  readonly event_ids: string[];
  readonly masked: boolean;
}

export interface RequestDetailRow extends RequestRow {
  readonly headers: [string, string][];
  readonly body: Buffer;
  readonly erased_at: Date | null;
}

const columns = "id, source_id, kind, received_at, outcome, reason, answered_status, body_bytes, key_id, remote_address, event_ids, masked";

/** Up to `limit + 1` requests, newest first, after the id `after`. */
export async function findRequests(pool: Pool, query: RequestsQuery, after: string | null): Promise<RequestRow[]> {
  const conditions = new Conditions()
    .addIf("id < ?::uuid", after)
    .addIf("id >= ?::uuid", query.from === undefined ? null : firstIdAt(Date.parse(query.from)))
    .addIf("id < ?::uuid", query.to === undefined ? null : firstIdAt(Date.parse(query.to)))
    .addIf("outcome = ?", query.outcome)
    .addIf("kind = ?", query.kind);
  const { rows } = await pool.query<RequestRow>(newestPage("requests", columns, conditions, { ...query, limit: query.limit + 1 }), conditions.values);
  return rows;
}

/** One request with its headers and its kept body. */
export async function findRequest(pool: Pool, id: string): Promise<RequestDetailRow | null> {
  const { rows } = await pool.query<RequestDetailRow>(`select ${columns}, headers, body, erased_at from requests where id = $1::uuid`, [id]);
  return rows[0] ?? null;
}

export interface ReverifyFilter {
  readonly sourceId: string | null;
  readonly outcome?: "rejected" | "quarantined" | undefined;
  readonly reason?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Requests whose kept bytes can be verified again, oldest first, after the id `after`; and how many there are in all. */
export async function findReverifiable(pool: Pool, filter: ReverifyFilter, after: string | null, limit: number): Promise<{ rows: RequestRow[]; total: number }> {
  const conditions = new Conditions()
    .addIf("id > ?::uuid", after)
    .addIf("id >= ?::uuid", filter.from === undefined ? null : firstIdAt(Date.parse(filter.from)))
    .addIf("id < ?::uuid", filter.to === undefined ? null : firstIdAt(Date.parse(filter.to)))
    .addIf("source_id = ?::uuid", filter.sourceId)
    .addIf("reason = ?", filter.reason);
  const outcomes = filter.outcome === undefined ? "outcome in ('rejected', 'quarantined')" : `outcome = ${conditions.value(filter.outcome)}`;
  const where = conditions.where(outcomes, "not masked", "reason not in ('body_too_large', 'content_encoded')");
  const { rows: counted } = await pool.query<{ total: string }>(`select count(*) as total from requests ${where}`, conditions.values);
  const { rows } = await pool.query<RequestRow>(`select ${columns} from requests ${where} order by id limit ${conditions.value(limit)}`, conditions.values);
  return { rows, total: Number(counted[0]?.total ?? 0) };
}

/** Requests of these ids, oldest first. */
export async function findRequestsByIds(pool: Pool, ids: readonly string[]): Promise<RequestRow[]> {
  const { rows } = await pool.query<RequestRow>(`select ${columns} from requests where id = any($1::uuid[]) order by id`, [ids]);
  return rows;
}
