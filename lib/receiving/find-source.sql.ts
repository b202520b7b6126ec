import type { Pool } from "pg";

/** A source as the door needs it, still sealed. */
export interface SourceRow {
  readonly id: string;
  readonly provider: string;
  readonly mode: string;
  readonly status: string;
  readonly settings: unknown;
  readonly tokenExpiresAtMs: number | null;
  readonly keys: readonly { readonly id: string; readonly sealedSecret: string; readonly activeFromMs: number; readonly expiresAtMs: number | null }[];
  /** Requests refused in the present hour, over all processes. */
  readonly rejected: { readonly hour: number; readonly count: number };
}

/** Of `sources s`; the same in every query that reads a source for the door. */
export const sourceColumns = `
  s.id, s.provider, s.mode, s.status, s.settings,
  coalesce((
    select json_agg(json_build_object(
      'id', k.id, 'sealedSecret', k.sealed_secret,
      'activeFromMs', floor(extract(epoch from k.active_from) * 1000),
      'expiresAtMs', floor(extract(epoch from k.expires_at) * 1000)) order by k.id)
    from source_keys k
    where k.source_id = s.id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())), '[]') as keys,
  floor(extract(epoch from now()) / 3600)::int as hour,
  (select coalesce(sum(c.count), 0)::int from request_counts c
    where c.source_id = s.id and c.hour = date_trunc('hour', now(), 'UTC') and c.outcome = 'rejected') as rejected_this_hour`;

export interface SourceQueryRow {
  id: string;
  provider: string;
  mode: string;
  status: string;
  settings: unknown;
  token_expires_at_ms: string | null;
  keys: SourceRow["keys"];
  hour: number;
  rejected_this_hour: number;
}

/** The sources behind tokens, by token: of those that have not expired and are not archived. */
export async function findSourcesByTokens(pool: Pool, tokens: readonly string[]): Promise<ReadonlyMap<string, SourceRow>> {
  const { rows } = await pool.query<SourceQueryRow & { token: string }>({
    name: "find-sources-by-tokens",
    text: `select t.token, ${sourceColumns}, floor(extract(epoch from t.expires_at) * 1000) as token_expires_at_ms
      from source_tokens t join sources s on s.id = t.source_id
      where t.token = any($1::text[]) and (t.expires_at is null or t.expires_at > now()) and s.status <> 'archived'`,
    values: [tokens],
  });
  return new Map(rows.map((row) => [row.token, sourceRowOf(row)]));
}

export function toSourceRow(row: SourceQueryRow | undefined): SourceRow | null {
  return row === undefined ? null : sourceRowOf(row);
}

function sourceRowOf(row: SourceQueryRow): SourceRow {
  return {
    id: row.id,
    provider: row.provider,
    mode: row.mode,
    status: row.status,
    settings: row.settings,
    keys: row.keys,
    tokenExpiresAtMs: row.token_expires_at_ms === null ? null : Number(row.token_expires_at_ms),
    rejected: { hour: row.hour, count: row.rejected_this_hour },
  };
}
