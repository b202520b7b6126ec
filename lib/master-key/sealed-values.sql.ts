import type { Pool, PoolClient } from "pg";
import type { SealedColumn } from "./sealed-columns.ts";

/** How many values of a column are sealed under which master key. */
export async function countByMasterKey(pool: Pool, { table, column }: SealedColumn): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ key_id: string; n: number }>(`select split_part(${column}, '.', 2) as key_id, count(*)::int as n from ${table} where ${column} is not null group by 1 order by 1`);
  return new Map(rows.map(({ key_id, n }) => [key_id, n]));
}

export interface SealedValue {
  readonly key: string;
  readonly rowId: string;
  readonly sealed: string;
}

/** Values of a column that are not sealed under this master key, in the order of their keys, after the key `after`. */
export async function readSealedElsewhere(pool: Pool, { table, column, key, boundTo }: SealedColumn, masterKeyId: string, after: string, limit: number): Promise<SealedValue[]> {
  const { rows } = await pool.query<SealedValue>(
    `select ${key}::text as key, ${boundTo}::text as "rowId", ${column} as sealed from ${table}
     where ${column} is not null and split_part(${column}, '.', 2) <> $1 and ${key}::text > $2 order by ${key}::text limit $3`,
    [masterKeyId, after, limit],
  );
  return rows;
}

export interface ResealedValue {
  readonly key: string;
  readonly was: string;
  readonly sealed: string;
}

/** Puts new seals in place of those that were read. What was changed or removed meanwhile is left as it is. */
export async function writeResealed(pool: Pool, { table, column, key }: SealedColumn, values: readonly ResealedValue[]): Promise<number> {
  const { rowCount } = await pool.query(
    `update ${table} as t set ${column} = fresh.sealed from unnest($1::text[], $2::text[], $3::text[]) as fresh(key, was, sealed)
     where t.${key}::text = fresh.key and t.${column} = fresh.was`,
    [values.map((value) => value.key), values.map((value) => value.was), values.map((value) => value.sealed)],
  );
  return rowCount ?? 0;
}

/** Names of the listening connections that processes of this installation hold. */
export async function listenerNames(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>("select application_name as name from pg_stat_activity where datname = current_database() and application_name like 'countersign notifications%'");
  return rows.map(({ name }) => name);
}

const lockName = "countersign master key";

/** Runs `work` unless somebody else runs theirs: returns `null` then. */
export async function aloneWithMasterKeys<Result>(pool: Pool, work: () => Promise<Result>): Promise<Result | null> {
  const client: PoolClient = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock(hashtextextended($1, 0)) as mine", [lockName]);
    if (rows[0]?.mine !== true) return null;
    try {
      return await work();
    } finally {
      await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [lockName]);
    }
  } finally {
    client.release();
  }
}
