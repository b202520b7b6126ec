import type { Pool } from "pg";
import type { TransactionFilters } from "./list-queries.ts";
import { addSource, addTransactionFilters, idRange } from "./transaction-conditions.ts";
import { newestTransactions, transactionColumns, type TransactionRow } from "./transaction-rows.sql.ts";

/** So many rows are looked at in one statement, whether or not the filter takes them. */
const windowRows = 1_000;
const countLimitMs = 3_000;

/**
 * What a filter finds, newest first, a piece at a time: each piece starts where the one before it ended, so that neither
 * memory nor a transaction of the database is held while somebody reads slowly. Each transaction is told once.
 */
export async function* exportRows(pool: Pool, filters: TransactionFilters): AsyncGenerator<{ readonly rows: readonly TransactionRow[]; readonly lookedAtId: string }, void, void> {
  for (let after: string | null = null; ; ) {
    const endId: string | null = await findWindowEnd(pool, filters, after);
    if (endId === null) return;
    const conditions = idRange(filters, after).add("id >= ?::uuid", endId);
    addTransactionFilters(conditions, filters);
    addSource(conditions, filters);
    const { rows } = await pool.query<TransactionRow>(
      `select ${transactionColumns} from (select * from transactions ${conditions.where()}) t join sources s on s.id = t.source_id order by t.id desc`,
      conditions.values,
    );
    yield { rows, lookedAtId: endId };
    after = endId;
  }
}

/** The last of the next window of the filter's range; `null` where nothing is left. */
async function findWindowEnd(pool: Pool, filters: TransactionFilters, after: string | null): Promise<string | null> {
  const range = idRange(filters, after);
  const newest = newestTransactions(filters, range, range.value(windowRows));
  const { rows } = await pool.query<{ id: string }>(`select id from (${newest}) newest order by id limit 1`, range.values);
  return rows[0]?.id ?? null;
}

/** How many the filter finds; `null` where counting takes longer than somebody waits for a download to begin. */
export async function countForExport(pool: Pool, filters: TransactionFilters): Promise<number | null> {
  const conditions = idRange(filters, null);
  addTransactionFilters(conditions, filters);
  addSource(conditions, filters);
  const client = await pool.connect();
  try {
    await client.query("begin read only");
    await client.query(`set local statement_timeout = ${String(countLimitMs)}`);
    const { rows } = await client.query<{ count: string }>(`select count(*)::text as count from transactions ${conditions.where()}`, conditions.values);
    await client.query("commit");
    return Number(rows[0]?.count ?? 0);
  } catch (error) {
    await client.query("rollback");
    if (isTimeout(error)) return null;
    throw error;
  } finally {
    client.release();
  }
}

/** 57014, query_canceled. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "57014";
}
