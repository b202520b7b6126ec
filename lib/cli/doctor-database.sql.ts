import type { Pool } from "pg";
import { partitionedTables } from "#lib/platform/database/partitions.sql";

/** Such as 180004: major version times ten thousand, plus the minor one. */
export async function serverVersion(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
  return Number(rows[0]?.version ?? 0);
}

/** Names of the migrations that ended well; none where the database is still empty. */
export async function appliedMigrations(pool: Pool): Promise<readonly string[]> {
  const table = await pool.query<{ here: boolean }>("select to_regclass('public._prisma_migrations') is not null as here");
  if (table.rows[0]?.here !== true) return [];
  const { rows } = await pool.query<{ name: string }>("select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null");
  return rows.map(({ name }) => name);
}

/** Names such as `requests_2026_11`. */
export async function partitions(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>("select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = any($1::regclass[])", [
    partitionedTables.map((table) => `public.${table}`),
  ]);
  return rows.map(({ name }) => name);
}

/** Seconds since a worker last beat, by the database's own clock; `null` when none is registered. */
export async function secondsSinceHeartbeat(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ seconds: number | null }>("select extract(epoch from now() - max(last_beat_at))::float8 as seconds from worker_heartbeats");
  return rows[0]?.seconds ?? null;
}

/** How far the database's clock is ahead of ours, in milliseconds. */
export async function clockDifferenceMs(pool: Pool, nowMs: number): Promise<number> {
  const { rows } = await pool.query<{ difference: number }>("select extract(epoch from clock_timestamp())::float8 * 1000 - $1::float8 as difference", [nowMs]);
  return rows[0]?.difference ?? 0;
}

export async function adminCount(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>("select count(*)::int as n from users where role = 'admin' and disabled_at is null");
  return rows[0]?.n ?? 0;
}

export async function sealedHashKey(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ sealed: string }>("select sealed_hash_key as sealed from installation where id = 1");
  return rows[0]?.sealed ?? null;
}

export async function sealedKeys(pool: Pool): Promise<readonly { readonly id: string; readonly sealed: string; readonly source: string }[]> {
  const { rows } = await pool.query<{ id: string; sealed: string; source: string }>(
    "select k.id, k.sealed_secret as sealed, s.name as source from source_keys k join sources s on s.id = k.source_id where k.revoked_at is null",
  );
  return rows;
}

/** What endpoints are signed and sent with. The row id and the purpose are what each is sealed for. */
export async function sealedEndpointValues(pool: Pool): Promise<readonly { readonly id: string; readonly sealed: string; readonly purpose: "endpoint_secret" | "endpoint_header" }[]> {
  const { rows } = await pool.query<{ id: string; sealed: string; purpose: "endpoint_secret" | "endpoint_header" }>(
    `select s.id, s.sealed_secret as sealed, 'endpoint_secret' as purpose from endpoint_secrets s where s.revoked_at is null and (s.expires_at is null or s.expires_at > now())
     union all
     select e.id, e.sealed_headers, 'endpoint_header' from endpoints e where e.sealed_headers is not null`,
  );
  return rows;
}
