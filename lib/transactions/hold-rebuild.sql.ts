import type { Pool, PoolClient } from "pg";

/** Where a rebuild stands. */
export interface RebuildRow {
  readonly id: string;
  readonly filter: unknown;
  readonly phase: string;
  readonly cursor: string | null;
  readonly lastId: string;
}

/** What a piece did, and from where the next one begins. */
export interface PieceDone {
  readonly phase: "transactions" | "events";
  readonly cursor: string | null;
  readonly looked: number;
  readonly changed: number;
  readonly failed: number;
  readonly error: string | null;
  readonly isLast: boolean;
}

/** `more`: another job is queued; `over`: it was the last piece, or somebody ended the rebuild; `held`: another worker is at it. */
export type Turn = "more" | "over" | "held";

/**
 * Does one piece while nobody else does: the lock lives as long as the connection, so that a killed worker lets go at once,
 * and canceling never waits for it. What was done is counted only if the rebuild still stands where the piece began.
 */
export async function holdRebuild(pool: Pool, id: string, piece: (rebuild: RebuildRow) => Promise<PieceDone>): Promise<Turn> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const turn = await inTransaction(client, id, piece);
    await client.query("commit");
    client.release();
    return turn;
  } catch (error) {
    // A connection in an unknown state is not used again; closing it lets go of the lock.
    client.release(true);
    throw error;
  }
}

async function inTransaction(client: PoolClient, id: string, piece: (rebuild: RebuildRow) => Promise<PieceDone>): Promise<Turn> {
  // A worker that hangs in a piece loses its connection, and with it the rebuild.
  await client.query("set local idle_in_transaction_session_timeout = '5min'");
  const { rows: locks } = await client.query<{ taken: boolean }>("select pg_try_advisory_xact_lock(hashtextextended('rebuild:' || $1, 0)) as taken", [id]);
  if (locks[0]?.taken !== true) return "held";
  const { rows } = await client.query<RebuildRow>(`select id, filter, phase, cursor, last_id as "lastId" from rebuilds where id = $1::uuid and state = 'running'`, [id]);
  const [rebuild] = rows;
  if (rebuild === undefined) return "over";
  const done = await piece(rebuild);
  const { rowCount } = await client.query(
    `update rebuilds set phase = $4, cursor = $5::uuid, done = done + $6, changed = changed + $7, failed = failed + $8, error = coalesce($9, error),
       state = case when $10 then 'completed' else state end, finished_at = case when $10 then now() else finished_at end
     where id = $1::uuid and state = 'running' and phase = $2 and cursor is not distinct from $3::uuid`,
    [id, rebuild.phase, rebuild.cursor, done.phase, done.cursor, done.looked, done.changed, done.failed, done.error, done.isLast],
  );
  if (rowCount !== 1 || done.isLast) return "over";
  await client.query("select graphile_worker.add_job('rebuild', json_build_object('rebuildId', $1::uuid), job_key => 'rebuild:' || $1, priority => 10)", [id]);
  return "more";
}

/** Ends a rebuild that cannot go on. */
export async function failRebuild(pool: Pool, id: string, error: string): Promise<void> {
  await pool.query("update rebuilds set state = 'failed', error = $2, finished_at = now() where id = $1::uuid and state = 'running'", [id, error]);
}
