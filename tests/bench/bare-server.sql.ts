import type { Pool } from "pg";

/** A table with nothing but the bytes. */
export async function makeBodiesTable(pool: Pool): Promise<void> {
  await pool.query("create table bench_bodies (id uuid primary key, body bytea not null)");
}

/** One commit. The bytes travel as one blob cut by offset, which is quicker than an array of bytea. */
export async function saveBodies(pool: Pool, rows: readonly { readonly id: string; readonly body: Buffer }[]): Promise<void> {
  let at = 1;
  const starts = rows.map(({ body }) => {
    const start = at;
    at += body.length;
    return start;
  });
  await pool.query({
    name: "save-bodies",
    text: "insert into bench_bodies (id, body) select t.id, substring($1::bytea from t.start for t.length) from unnest($2::uuid[], $3::int[], $4::int[]) as t(id, start, length)",
    values: [Buffer.concat(rows.map(({ body }) => body)), rows.map(({ id }) => id), starts, rows.map(({ body }) => body.length)],
  });
}

/** The message ids in what the bare server stored. */
export async function savedIds(pool: Pool): Promise<readonly string[]> {
  return idsIn(pool, "bench_bodies");
}

/** The message ids in the product's own table; the plain Next route writes there too. */
export async function requestIds(pool: Pool): Promise<readonly string[]> {
  return idsIn(pool, "requests");
}

async function idsIn(pool: Pool, table: "bench_bodies" | "requests"): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(`select substring(convert_from(body, 'UTF8') from 'evt_[a-z]+') as id from ${table}`);
  return rows.map(({ id }) => id);
}

/** Requests that became an event, and events that the worker has not read yet. */
export async function eventCounts(pool: Pool): Promise<{ readonly events: number; readonly pending: number }> {
  const { rows } = await pool.query<{ events: number; pending: number }>("select count(*)::int as events, count(*) filter (where state = 'pending')::int as pending from events");
  return rows[0] ?? { events: 0, pending: 0 };
}

export async function bytesPerRequest(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(`
    select (sum(pg_total_relation_size(c.oid)) / greatest(1, (select count(*) from requests)))::int as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and (n.nspname = 'partition' or c.relname in ('event_identities', 'request_counts'))`);
  return rows[0]?.bytes ?? 0;
}

/** Where PostgreSQL's log stands, in bytes since its beginning: what is written to it between two readings is all that anybody changed. */
export async function walBytes(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>("select (pg_current_wal_lsn() - '0/0')::text as bytes");
  return Number(rows[0]?.bytes ?? 0);
}
