import type { Pool } from "pg";
import type { Transaction } from "#lib/platform/database/client";
import type { AnomalyCode } from "./anomalies.ts";
import type { TransactionFilters } from "./list-queries.ts";
import { transactionConditions } from "./transaction-filter.ts";

function openConditions(filter: TransactionFilters, code: AnomalyCode) {
  return transactionConditions(filter).add("exists (select 1 from transaction_anomalies o where o.transaction_id = transactions.id and o.code = ? and o.acknowledged_at is null)", code);
}

/** How many of the transactions that the filter finds have this anomaly, unacknowledged. */
export async function countOpenAnomalies(pool: Pool, filter: TransactionFilters, code: AnomalyCode): Promise<number> {
  const conditions = openConditions(filter, code);
  const { rows } = await pool.query<{ count: string }>(`select count(*) as count from transactions ${conditions.where()}`, conditions.values);
  return Number(rows[0]?.count ?? 0);
}

/** Acknowledges it for up to `limit` of them, oldest first; says for how many. */
export async function acknowledgeFound(tx: Transaction, filter: TransactionFilters, code: AnomalyCode, by: { readonly name: string; readonly at: Date }, limit: number): Promise<number> {
  const conditions = openConditions(filter, code);
  const [at, name, most, which] = [conditions.value(by.at), conditions.value(by.name), conditions.value(limit), conditions.value(code)];
  return tx.$executeRawUnsafe(
    `with found as materialized (
       select id from transactions ${conditions.where()} order by id limit ${most} for no key update
     ), touched as (
       update transactions set version = version + 1, updated_at = ${at} where id in (select id from found)
     )
     update transaction_anomalies set acknowledged_at = ${at}, acknowledged_by = ${name}
     where transaction_id in (select id from found) and code = ${which} and acknowledged_at is null`,
    ...conditions.values,
  );
}
