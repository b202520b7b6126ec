import type { Pool } from "pg";
import { z } from "zod";
import type { Conditions } from "#lib/events/conditions";
import type { TransactionFilters } from "./list-queries.ts";
import { addSource, addTransactionFilters, idRange } from "./transaction-conditions.ts";

/** Per currency and exponent: one currency may be counted by two exponents, since providers differ. Sums as text, exact. */
export interface SumRow {
  readonly currency: string | null;
  readonly exponent: number | null;
  readonly count: string;
  readonly amount: string;
  readonly captured: string;
  readonly refunded: string;
  readonly disputed: string;
}

export interface Sums {
  readonly rows: SumRow[];
  /** Nothing older than this was counted; `null`: everything was. */
  readonly oldestId: string | null;
}

/** A page waits for no more than so many rows to be added up. */
const mostRows = 200_000;
/** What few have is read from the rows themselves, which takes longer for each. */
const mostFound = 50_000;

/** What the filter finds, added up per currency: all of it where that is quick, else of the newest. */
export async function sumTransactions(pool: Pool, filters: TransactionFilters): Promise<Sums> {
  const oldestId = (await estimate(pool, filters)) <= mostFound ? null : await findBound(pool, filters);
  return { rows: await sum(pool, filters, oldestId), oldestId };
}

/** The oldest of as many as are added up at once; `null` where the range holds no more than that. */
async function findBound(pool: Pool, filters: TransactionFilters): Promise<string | null> {
  const range = idRange(filters, null);
  const { rows } = await pool.query<{ id: string }>(`select id from transactions ${range.where()} order by id desc offset ${range.value(mostRows - 1)} limit 1`, range.values);
  return rows[0]?.id ?? null;
}

const plan = z.array(z.object({ "QUERY PLAN": z.array(z.object({ Plan: z.object({ "Plan Rows": z.number() }) })) }));

/** How many rows the planner expects. */
async function estimate(pool: Pool, filters: TransactionFilters): Promise<number> {
  const conditions = conditionsOf(filters, null);
  const { rows } = await pool.query(`explain (format json) select 1 from transactions ${conditions.where()}`, conditions.values);
  return plan.parse(rows)[0]?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? Number.POSITIVE_INFINITY;
}

async function sum(pool: Pool, filters: TransactionFilters, oldestId: string | null): Promise<SumRow[]> {
  // By source in any case: that index holds everything that is added up, and the rows themselves are not read.
  const conditions = conditionsOf(filters, oldestId).addFixed("source_id = any(array(select sources.id from sources))");
  const added = (column: string): string => `coalesce(sum(${column}), 0)::text`;
  const { rows } = await pool.query<SumRow>(
    `select currency, exponent, count(*)::text as count, ${added("amount_minor")} as amount, ${added("captured_minor")} as captured,
       ${added("refunded_minor")} as refunded, ${added("disputed_minor")} as disputed
     from transactions ${conditions.where()} group by currency, exponent order by count(*) desc, currency, exponent`,
    conditions.values,
  );
  return rows;
}

function conditionsOf(filters: TransactionFilters, oldestId: string | null): Conditions {
  const conditions = idRange(filters, null).addIf("id >= ?::uuid", oldestId);
  addTransactionFilters(conditions, filters);
  addSource(conditions, filters);
  return conditions;
}
