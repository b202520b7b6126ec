import type { Pool, PoolClient } from "pg";

/** Runs on one connection in one transaction. */
export async function inTransaction<Result>(pool: Pool, run: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await run(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((fault: unknown) => {
      broken = fault instanceof Error ? fault : new Error("a transaction could not be rolled back");
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
