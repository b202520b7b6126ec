import type { Pool, PoolClient } from "pg";
import { type Candidate, type Decided, lockNumbers } from "./candidate.ts";
import { judgeBatch } from "./judge-batch.ts";
import { readBatch, type Remembered } from "./read-batch.sql.ts";
import { writeBatch } from "./write-batch.sql.ts";

/**
 * Decides a batch in one transaction: whatever its decisions depend on is locked, read, and written with them, so that
 * attempts in other processes wait for it and see it. Two trips to the database: `pool` sends statements without waiting
 * for the one before. Bodies differ within a batch.
 */
export async function decideBatch(pool: Pool, batch: readonly Candidate[], remembered: Remembered): Promise<Decided[]> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // Numbers alone, made by us: the one way to begin and to lock in one trip. The look comes after, so that it sees what the holder before us wrote.
    const locked = client.query(`begin isolation level read committed; select pg_advisory_xact_lock(n) from unnest('{${lockNumbers(batch).join(",")}}'::bigint[]) as n`);
    const [, facts] = await Promise.all([locked, readBatch(client, batch, remembered)]);
    const judged = judgeBatch(batch, facts);
    // A commit behind a write that failed rolls back.
    await Promise.all([writeBatch(client, judged), client.query("commit")]);
    return judged.map(({ decided }) => decided);
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("a transaction could not be rolled back");
  }
}
