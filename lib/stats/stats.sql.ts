import type { Pool } from "pg";

export interface StatsFilter {
  readonly interval: "hour" | "day";
  readonly from: Date;
  readonly to: Date;
  readonly sourceId?: string | undefined;
  readonly outcome?: string | undefined;
  readonly mode?: string | undefined;
  readonly timeZone: string;
}

export interface StatsRow {
  readonly at: Date;
  readonly source_id: string;
  readonly outcome: string;
  readonly count: string;
  readonly bytes: string;
}

/** Counters of whole hours that begin within the range (the hour of `from` included), summed by interval. */
export async function countByInterval(pool: Pool, filter: StatsFilter): Promise<StatsRow[]> {
  const { rows } = await pool.query<StatsRow>(
    `select date_trunc($1, c.hour, $2) as at, c.source_id, c.outcome, sum(c.count)::text as count, sum(c.bytes)::text as bytes
     from sources s join request_counts c on c.source_id = s.id
     where c.hour >= date_trunc('hour', $3::timestamptz, 'UTC') and c.hour < $4::timestamptz
       and ($5::uuid is null or s.id = $5) and ($6::text is null or c.outcome = $6) and ($7::text is null or s.mode = $7)
     group by 1, 2, 3 order by 1, 2, 3`,
    [filter.interval, filter.timeZone, filter.from, filter.to, filter.sourceId ?? null, filter.outcome ?? null, filter.mode ?? null],
  );
  return rows;
}
