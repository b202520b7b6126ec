import type { Pool, PoolClient } from "pg";

/**
 * Runs on one connection in one transaction: committed when `run` resolves, rolled back when it rejects. With `end`
 * "rollback" nothing of it stays either way: for a look at what would happen.
 */
export async function inTransaction<Result>(pool: Pool, run: (client: PoolClient) => Promise<Result>, end: "commit" | "rollback" = "commit"): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await run(client);
    await client.query(end);
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
