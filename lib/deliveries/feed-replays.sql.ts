import type { Pool, PoolClient } from "pg";

export interface FeedingReplay {
  readonly id: string;
  readonly filter: unknown;
  readonly endpoint_ids: readonly string[];
  readonly rate_per_second: number | null;
  readonly total: number;
  readonly walked: number;
  readonly made: number;
  readonly approved: boolean;
  readonly waiting: number;
  readonly cursor: string | null;
  readonly last_id: string;
  readonly since_fed_ms: number;
}

/** The running replay that waited longest for its next piece, locked; `null`: there is none, or other workers have them. */
export async function lockReplay(client: PoolClient, except: readonly string[]): Promise<FeedingReplay | null> {
  const { rows } = await client.query<FeedingReplay>(
    `select id, filter, endpoint_ids, rate_per_second, total, walked, made, approved_by is not null as approved, made - succeeded - failed - canceled as waiting, cursor, last_id,
        extract(epoch from now() - coalesce(fed_at, created_at))::float8 * 1000 as since_fed_ms
      from replays where state = 'running' and walked_at is null and id <> all($1::uuid[])
      order by fed_at nulls first limit 1 for update skip locked`,
    [except],
  );
  return rows[0] ?? null;
}

export interface Piece {
  readonly cursor: string | null;
  readonly walked: number;
  readonly made: number;
  /** Planned deliveries of events that are no longer there. */
  readonly gone: number;
  readonly isLast: boolean;
}

export async function writePiece(client: PoolClient, id: string, { cursor, walked, made, gone, isLast }: Piece): Promise<void> {
  await client.query(
    `update replays set cursor = coalesce($2, cursor), walked = walked + $3, made = made + $4 + $5, failed = failed + $5, fed_at = now(),
        error = case when $5 > 0 then 'gone' else error end, walked_at = case when $6 then now() end, total = case when $6 then made + $4 + $5 else total end
      where id = $1`,
    [id, cursor, walked, made, gone, isLast],
  );
}

/** Stops a replay until a second person approves of what it has become. */
export async function askForApproval(client: PoolClient, id: string, total: number): Promise<void> {
  await client.query("update replays set state = 'awaiting_approval', approved_by = null, total = $2, fed_at = now() where id = $1", [id, total]);
}

/** Ends replays of which everything was made and has ended. */
export async function completeReplays(pool: Pool): Promise<void> {
  await pool.query("update replays set state = 'completed', finished_at = now() where state = 'running' and walked_at is not null and made <= succeeded + failed + canceled");
}
