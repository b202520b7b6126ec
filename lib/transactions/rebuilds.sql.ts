import type { Pool } from "pg";
import { Conditions } from "#lib/events/conditions";
import type { Transaction } from "#lib/platform/database/client";
import type { TransactionFilters } from "./list-queries.ts";
import { addSource } from "./transaction-conditions.ts";
import { scopeOf, type SourceScope, transactionConditions } from "./transaction-filter.ts";

export interface PaymentRow {
  readonly id: string;
  readonly sourceId: string;
  readonly reference: string;
}

/** Between which ids a piece lies: after the one, up to the other. */
export interface IdRange {
  readonly after: string | null;
  readonly lastId: string;
}

/** How many transactions a filter finds, and how many messages the sources that it takes as a whole have sent. */
export async function countRebuild(pool: Pool, filter: TransactionFilters, lastId: string): Promise<{ transactions: number; events: number }> {
  const conditions = transactionConditions(filter).add("id <= ?::uuid", lastId);
  const found = await countOf(pool, `select count(*) as count from transactions ${conditions.where()}`, conditions.values);
  const scope = scopeOf(filter);
  if (scope === null) return { transactions: found, events: 0 };
  const ofSources = sourceConditions(scope).add("id <= ?::uuid", lastId);
  return { transactions: found, events: await countOf(pool, `select count(*) as count from events ${ofSources.where()}`, ofSources.values) };
}

/** The next transactions of a rebuild, oldest first. */
export async function findTransactionPiece(pool: Pool, filter: TransactionFilters, { after, lastId }: IdRange, limit: number): Promise<PaymentRow[]> {
  const conditions = transactionConditions(filter).addIf("id > ?::uuid", after).add("id <= ?::uuid", lastId);
  const { rows } = await pool.query<PaymentRow>(`select id, source_id as "sourceId", reference from transactions ${conditions.where()} order by id limit ${conditions.value(limit)}`, conditions.values);
  return rows;
}

export interface LooseEvent {
  readonly id: string;
  /** It was read, and belongs to no transaction. */
  readonly isLoose: boolean;
}

/** The next messages of whole sources, oldest first: so many that are looked at, not so many that are found. */
export async function findEventPiece(pool: Pool, scope: SourceScope, { after, lastId }: IdRange, limit: number): Promise<LooseEvent[]> {
  const conditions = sourceConditions(scope).addIf("id > ?::uuid", after).add("id <= ?::uuid", lastId);
  const { rows } = await pool.query<LooseEvent>(
    `select id, state = 'processed' and transaction_id is null as "isLoose" from events ${conditions.where()} order by id limit ${conditions.value(limit)}`,
    conditions.values,
  );
  return rows;
}

/** How many transactions these events belong to now. */
export async function countTransactionsOf(pool: Pool, eventIds: readonly string[]): Promise<number> {
  return countOf(pool, "select count(distinct transaction_id) as count from events where id = any($1::uuid[])", [eventIds]);
}

/** Wakes the worker for a rebuild; a job that waits already is replaced. Behind everything else that the queue holds. */
export async function addRebuildJob(tx: Transaction, rebuildId: string): Promise<void> {
  await tx.$executeRaw`select graphile_worker.add_job('rebuild', json_build_object('rebuildId', ${rebuildId}::uuid), job_key => ${`rebuild:${rebuildId}`}, priority => 10)`;
}

/** The truth is the row: a rebuild that runs and has no job that could still run gets one. */
export async function wakeRebuilds(pool: Pool): Promise<void> {
  await pool.query(`
    select graphile_worker.add_job('rebuild', json_build_object('rebuildId', r.id), job_key => 'rebuild:' || r.id, priority => 10)
    from rebuilds r where r.state = 'running'
      and not exists (select 1 from graphile_worker.jobs j where j.key = 'rebuild:' || r.id and j.attempts < j.max_attempts)`);
}

function sourceConditions(scope: SourceScope): Conditions {
  const conditions = new Conditions();
  addSource(conditions, scope);
  return conditions;
}

async function countOf(pool: Pool, text: string, values: unknown[]): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(text, values);
  return Number(rows[0]?.count ?? 0);
}
