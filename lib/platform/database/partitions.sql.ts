import type { Pool, PoolClient } from "pg";
import { firstIdAt } from "../ids.ts";

/** Tables that are partitioned by month on the range of the UUIDv7 that is their key. */
export const partitionedTables = ["requests", "events", "event_snapshots", "attempts", "validations"] as const;
export type PartitionedTable = (typeof partitionedTables)[number];

const monthsAhead = 3;
/** One number for "months are being made", so that two processes take turns. */
const partitionLock = "5121034772";

/** Makes the months from the last one to three months ahead. For boot, and once a day after that. */
export async function ensureCurrentPartitions(pool: Pool, nowMs: number): Promise<readonly string[]> {
  return await ensurePartitions(pool, { fromMs: monthStart(nowMs, -1), toMs: monthStart(nowMs, monthsAhead) });
}

/**
 * Makes the monthly partitions (UTC) that hold ids from `fromMs` to `toMs`, both included. Returns those it made, such
 * as `requests_2026_11`. Safe in several processes at once; holds no lock that keeps readers or writers waiting.
 */
export async function ensurePartitions(pool: Pool, range: { readonly fromMs: number; readonly toMs: number }): Promise<readonly string[]> {
  const wanted = partitionedTables.flatMap((table) => monthsBetween(range).map((startMs) => ({ table, startMs, name: partitionName(table, startMs) })));
  const existing = await attachedPartitions(pool);
  const missing = wanted.filter(({ name }) => !existing.has(name));
  if (missing.length === 0) return [];
  const client = await pool.connect();
  try {
    const made: string[] = [];
    for (const month of missing) if (await makeMonth(client, month)) made.push(month.name);
    return made;
  } finally {
    client.release();
  }
}

async function makeMonth(client: PoolClient, month: { table: PartitionedTable; startMs: number; name: string }): Promise<boolean> {
  const { table, startMs, name } = month;
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [partitionLock]);
    const existing = await attachedPartitions(client);
    if (!existing.has(name)) {
      await client.query(`create table partition.${name} (like public.${table} including all)`);
      await client.query(`alter table partition.${name} set (${storage[table]})`);
      // ATTACH takes a lock that writers pass; PARTITION OF would make them wait.
      await client.query(`alter table public.${table} attach partition partition.${name} for values from ('${firstIdAt(startMs)}') to ('${firstIdAt(monthStart(startMs, 1))}')`);
    }
    await client.query("commit");
    return !existing.has(name);
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Storage parameters, which PostgreSQL does not take over from the parent. */
const storage: Readonly<Record<PartitionedTable, string>> = {
  requests: "autovacuum_vacuum_insert_scale_factor = 0.1",
  // Each event is updated once, soon after it came.
  events: "autovacuum_vacuum_scale_factor = 0.05",
  event_snapshots: "autovacuum_vacuum_insert_scale_factor = 0.1",
  attempts: "autovacuum_vacuum_insert_scale_factor = 0.1",
  // Each is updated when its answer has left, and again when its transaction comes.
  validations: "fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1",
};

async function attachedPartitions(on: Pool | PoolClient): Promise<ReadonlySet<string>> {
  const found = await on.query<{ name: string }>(
    "select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = any($1::regclass[])",
    [partitionedTables.map((table) => `public.${table}`)],
  );
  return new Set(found.rows.map(({ name }) => name));
}

function monthsBetween(range: { readonly fromMs: number; readonly toMs: number }): number[] {
  const months: number[] = [];
  for (let startMs = monthStart(range.fromMs, 0); startMs <= range.toMs; startMs = monthStart(startMs, 1)) months.push(startMs);
  return months;
}

function monthStart(ms: number, offsetMonths: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offsetMonths, 1);
}

function partitionName(table: PartitionedTable, startMs: number): string {
  return `${table}_${new Date(startMs).toISOString().slice(0, 7).replace("-", "_")}`;
}
