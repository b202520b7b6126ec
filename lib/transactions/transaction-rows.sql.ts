import type { Pool } from "pg";
import type { Conditions } from "#lib/events/conditions";
import type { TransactionFilters, TransactionsQuery } from "./list-queries.ts";
import { addSource, addTransactionFilters, idRange } from "./transaction-conditions.ts";

export interface TransactionRow {
  readonly id: string;
  readonly source_id: string;
  readonly provider: string;
  readonly mode: string;
  readonly kind: string;
  readonly reference: string;
  readonly status: string;
  readonly folded_status: string;
  readonly dispute: string;
  readonly unlinked: boolean;
  readonly details: unknown;
  readonly resolution_status: string | null;
  readonly resolution_note: string | null;
  readonly resolution_by: string | null;
  readonly resolution_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly erased_at: Date | null;
  readonly anomalies: readonly { readonly code: string; readonly acknowledged: boolean }[];
}

export interface AnomalyRow {
  readonly code: string;
  readonly evidence: unknown;
  readonly raised_at: Date;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
}

export const transactionColumns = `t.id, t.source_id, s.provider, t.mode, t.kind, t.reference, t.status, t.folded_status, t.dispute, t.unlinked, t.details,
  t.resolution_status, t.resolution_note, t.resolution_by, t.resolution_at, t.created_at, t.updated_at, t.erased_at,
  coalesce((select json_agg(json_build_object('code', a.code, 'acknowledged', a.acknowledged_at is not null) order by a.code)
    from transaction_anomalies a where a.transaction_id = t.id), '[]') as anomalies`;

/** Among so many of the newest a filter looks first: what many have is found there at once. */
const recentRows = 5_000;

/** Up to `limit + 1` transactions, newest first, after the id `after`. */
export async function findTransactions(pool: Pool, query: TransactionsQuery, after: string | null): Promise<TransactionRow[]> {
  const found = await readPage(pool, pageOfRecent(query, after, query.limit + 1));
  if (found.length > query.limit || !isNarrowed(query)) return found;
  return readPage(pool, pageOfAll(query, after, query.limit + 1));
}

/** Whether anything but times and one index that is in the order of the list decides. */
function isNarrowed({ from: _from, to: _to, limit: _limit, cursor: _cursor, sourceId: _sourceId, mode: _mode, ...others }: TransactionsQuery): boolean {
  return Object.values(others).some((value) => value !== undefined);
}

interface Page {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The newest rows of the list's range, or of each source's where that is asked for, and of them those that meet the filter. */
function pageOfRecent(query: TransactionsQuery, after: string | null, limit: number): Page {
  const range = idRange(query, after);
  if (!isNarrowed(query)) return { text: newestTransactions(query, range, range.value(limit)), values: range.values };
  // The newest of each source of a mode would be several times as many: most are of one mode anyway.
  const recent = newestTransactions({ sourceId: query.sourceId }, range, range.value(recentRows));
  const conditions = range.next();
  addTransactionFilters(conditions, query);
  addSource(conditions, query);
  return { text: `select * from (${recent}) recent ${conditions.where()} order by id desc limit ${conditions.value(limit)}`, values: conditions.values };
}

/** The newest so many of a range. Bounds on `source_id` and the order by it leave the planner no way but each source's own index. */
export function newestTransactions({ sourceId, mode }: TransactionFilters, range: Conditions, rows: string): string {
  if (sourceId === undefined && mode === undefined) return `select * from transactions ${range.where()} order by id desc limit ${rows}`;
  const which = [
    ...(sourceId === undefined ? [] : [`sources.id = ${range.value(sourceId)}::uuid`]),
    ...(mode === undefined ? [] : [`sources.mode = ${range.value(mode)}`]),
  ];
  return `select newest.* from sources, lateral (
      select * from transactions ${range.where("source_id >= sources.id", "source_id <= sources.id")} order by source_id desc, id desc limit ${rows}
    ) newest where ${which.join(" and ")} order by newest.id desc limit ${rows}`;
}

/**
 * What few have is taken by its indexes first, and then the newest of it. Left to itself the planner walks back through
 * everything by id, hoping to meet fifty soon.
 */
function pageOfAll(query: TransactionsQuery, after: string | null, limit: number): Page {
  const conditions = idRange(query, after);
  addTransactionFilters(conditions, query);
  addSource(conditions, query);
  return { text: `with few as materialized (select id from transactions ${conditions.where()}), page as (select id from few order by id desc limit ${conditions.value(limit)})
    select transactions.* from page join transactions on transactions.id = page.id`, values: conditions.values };
}

async function readPage(pool: Pool, { text, values }: Page): Promise<TransactionRow[]> {
  const { rows } = await pool.query<TransactionRow>(`select ${transactionColumns} from (${text}) t join sources s on s.id = t.source_id order by t.id desc`, [...values]);
  return rows;
}

export async function findTransaction(pool: Pool, id: string): Promise<TransactionRow | null> {
  const [row] = await findTransactionsByIds(pool, [id]);
  return row ?? null;
}

/** Transactions of these ids, newest first. */
export async function findTransactionsByIds(pool: Pool, ids: readonly string[]): Promise<TransactionRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<TransactionRow>(`select ${transactionColumns} from transactions t join sources s on s.id = t.source_id where t.id = any($1::uuid[]) order by t.id desc`, [ids]);
  return rows;
}

export async function findTransactionsOfEvents(pool: Pool, eventIds: readonly string[]): Promise<string[]> {
  if (eventIds.length === 0) return [];
  const { rows } = await pool.query<{ id: string }>("select distinct transaction_id as id from events where id = any($1::uuid[]) and transaction_id is not null", [eventIds]);
  return rows.map(({ id }) => id);
}

/** With what shows each anomaly. */
export async function findAnomalies(pool: Pool, transactionId: string): Promise<AnomalyRow[]> {
  const { rows } = await pool.query<AnomalyRow>("select code, evidence, raised_at, acknowledged_at, acknowledged_by from transaction_anomalies where transaction_id = $1::uuid order by code", [transactionId]);
  return rows;
}

/** When the oldest that a filter finds was first heard of; for filters that find few. */
export async function findOldest(pool: Pool, filters: TransactionFilters): Promise<Date | null> {
  const conditions = idRange(filters, null);
  addTransactionFilters(conditions, filters);
  addSource(conditions, filters);
  const { rows } = await pool.query<{ at: Date | null }>(`select min(created_at) as at from transactions ${conditions.where()}`, conditions.values);
  return rows[0]?.at ?? null;
}
