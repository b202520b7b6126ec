import type { Pool } from "pg";
import { firstIdAt } from "#lib/platform/ids";

export const retainedTables = { requests: ["requests", "validations"], events: ["events", "event_snapshots"], attempts: ["attempts"] } as const;
export type RetainedKind = keyof typeof retainedTables;

export interface StoredMonth {
  readonly table: string;
  readonly startMs: number;
  readonly rows: number;
  readonly bytes: number;
  /** It is on its way out: a drop that was broken off. */
  readonly isDetaching: boolean;
}

/** The months of these tables, oldest first, with about how many rows they hold. */
export async function readMonths(pool: Pool, tables: readonly string[]): Promise<StoredMonth[]> {
  const { rows } = await pool.query<{ table: string; month: string; rows: number; bytes: string; detaching: boolean; name: string }>(
    `select p.relname as table, right(c.relname, 7) as month, c.reltuples::float8 as rows, pg_total_relation_size(c.oid)::text as bytes, i.inhdetachpending as detaching, c.relname as name
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where i.inhparent = any($1::regclass[]) and c.relname ~ '_[0-9]{4}_[0-9]{2}$' order by 2, 1`,
    [tables.map((table) => `public.${table}`)],
  );
  const months: StoredMonth[] = [];
  for (const row of rows) {
    // Nobody has analysed it yet: then it is small enough to count.
    const counted = row.rows < 0 ? await countRows(pool, row.name) : row.rows;
    months.push({ table: row.table, startMs: Date.parse(`${row.month.replace("_", "-")}-01T00:00:00Z`), rows: counted, bytes: Number(row.bytes), isDetaching: row.detaching });
  }
  return months;
}

async function countRows(pool: Pool, name: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(`select count(*) as count from partition.${name}`);
  return Number(rows[0]?.count ?? 0);
}

export interface Waiting {
  readonly events: number;
  readonly deliveries: number;
}

const inRange = (column: string): string => `(${column} >= $1::uuid and ${column} < $2::uuid)`;

/** What is not done yet of a month's events, or of its bytes: a request that was verified again has its event in a later month. */
export async function countWaiting(pool: Pool, startMs: number, endMs: number): Promise<Waiting> {
  const { rows } = await pool.query<Waiting>(
    `select (select count(*)::int from events where state = 'pending' and (${inRange("id")} or ${inRange("request_id")})) as events,
       (select count(*)::int from deliveries d where d.status = 'pending' and (${inRange("d.event_id")} or exists (select 1 from events e where e.id = d.event_id and ${inRange("e.request_id")}))) as deliveries`,
    [firstIdAt(startMs), firstIdAt(endMs)],
  );
  return rows[0] ?? { events: 0, deliveries: 0 };
}

/** Takes a month out of its table while everybody goes on reading and writing, and drops it. Goes on where it was broken off. */
export async function dropMonth(pool: Pool, { table, startMs, isDetaching }: StoredMonth): Promise<void> {
  const name = `partition.${table}_${new Date(startMs).toISOString().slice(0, 7).replace("-", "_")}`;
  await pool.query(`alter table public.${table} detach partition ${name} ${isDetaching ? "finalize" : "concurrently"}`);
  await pool.query(`drop table ${name}`);
}

/** Months that were taken out of their tables by a run that ended before it could drop them. */
export async function findDetached(pool: Pool, tables: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'partition' and c.relkind = 'r' and not c.relispartition and regexp_replace(c.relname, '_[0-9]{4}_[0-9]{2}$', '') = any($1::text[]) and c.relname ~ '_[0-9]{4}_[0-9]{2}$'`,
    [tables],
  );
  return rows.map(({ name }) => name);
}

export async function dropDetached(pool: Pool, name: string): Promise<void> {
  await pool.query(`drop table if exists partition.${name}`);
}

/** Names of copies whose events are gone; of an older month there may be some that are kept. */
export async function forgetCopies(pool: Pool, beforeMs: number): Promise<void> {
  await pool.query("delete from event_copies c where c.event_id < $1::uuid and not exists (select 1 from events e where e.id = c.event_id)", [firstIdAt(beforeMs)]);
}

const identitiesAtOnce = 10_000;

/** Identities of events that are long gone and that nobody repeated since: a repeat would be read as new, and folded as the same. */
export async function forgetIdentities(pool: Pool, beforeMs: number): Promise<void> {
  for (let gone = identitiesAtOnce; gone === identitiesAtOnce; ) {
    const { rowCount } = await pool.query(
      `delete from event_identities where ctid = any(array(select i.ctid from event_identities i where i.event_id < $1::uuid and i.last_seen_at < $2
         and not exists (select 1 from events e where e.id = i.event_id) limit $3))`,
      [firstIdAt(beforeMs), new Date(beforeMs), identitiesAtOnce],
    );
    gone = rowCount ?? 0;
  }
}

/** One process at a time drops months. Runs nothing where another does already. */
export async function whileAlone(pool: Pool, run: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock(hashtextextended('retention', 0)) as taken");
    if (rows[0]?.taken !== true) return;
    try {
      await run();
    } finally {
      await client.query("select pg_advisory_unlock(hashtextextended('retention', 0))");
    }
  } finally {
    client.release();
  }
}
