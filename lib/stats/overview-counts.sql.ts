import type { Pool } from "pg";

export interface TodayRow {
  readonly source_id: string;
  readonly outcome: string;
  readonly count: string;
}

/** Requests by source and outcome since midnight of a zone, to the hour; `since` is the first hour counted. */
export async function countToday(pool: Pool, sourceIds: readonly string[], timeZone: string): Promise<{ since: Date; rows: TodayRow[] }> {
  const bound = await pool.query<{ since: Date }>("select date_trunc('hour', date_trunc('day', now(), $1), 'UTC') as since", [timeZone]);
  const since = bound.rows[0]?.since ?? new Date(0);
  const { rows } = await pool.query<TodayRow>(
    `select source_id, outcome, sum(count)::text as count from request_counts
     where source_id = any($1::uuid[]) and hour >= $2 group by source_id, outcome`,
    [sourceIds, since],
  );
  return { since, rows };
}

export interface LastRow {
  readonly source_id: string;
  readonly taken_at: Date | null;
  readonly rejected_at: Date | null;
  readonly quarantined_at: Date | null;
}

/** When each source last had a request taken, refused and set aside, within 30 days. */
export async function lastByOutcome(pool: Pool, sourceIds: readonly string[]): Promise<LastRow[]> {
  const last = (outcomes: string): string => `(select max(last_at) from (
    select last_at from request_counts where source_id = s.id and hour > now() - interval '30 days' and outcome in (${outcomes})
    order by hour desc limit 8) recent)`;
  const { rows } = await pool.query<LastRow>(
    `select s.id as source_id, ${last("'accepted', 'duplicate', 'conflict'")} as taken_at, ${last("'rejected'")} as rejected_at,
       ${last("'quarantined'")} as quarantined_at
     from unnest($1::uuid[]) as s(id)`,
    [sourceIds],
  );
  return rows;
}

export interface FailureRow {
  readonly id: string;
  readonly source_id: string;
  readonly source_name: string;
  readonly received_at: Date;
  readonly outcome: "rejected" | "quarantined" | "conflict";
  readonly reason: string | null;
}

/** The newest requests that were not simply taken, of these sources. */
export async function latestFailures(pool: Pool, sourceIds: readonly string[], limit: number): Promise<FailureRow[]> {
  // The outcomes stand in the text, since the small index of rare rows is only used for outcomes known beforehand.
  const newest = (outcome: FailureRow["outcome"]): string =>
    `(select id, source_id, received_at, outcome, reason from requests where outcome = '${outcome}' and source_id = any($1::uuid[]) order by id desc limit $2)`;
  const { rows } = await pool.query<FailureRow>(
    `select f.*, s.name as source_name from (${newest("rejected")} union all ${newest("quarantined")} union all ${newest("conflict")}) f
     join sources s on s.id = f.source_id order by f.id desc limit $2`,
    [sourceIds, limit],
  );
  return rows;
}
