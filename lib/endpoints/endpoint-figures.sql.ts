import type { Pool } from "pg";
import type { FigureSum } from "./figure-book.ts";

const keptDays = 35;

/** Adds sums to those of other workers. */
export async function addFigures(pool: Pool, sums: readonly FigureSum[]): Promise<void> {
  const column = <Value>(value: (sum: FigureSum) => Value): Value[] => sums.map(value);
  await pool.query({
    name: "add-endpoint-figures",
    text: `insert into endpoint_figures as f (endpoint_id, at, succeeded, failed, total_ms, slowest_ms)
      select * from (
        select id, to_timestamp(at_ms / 1000) as at, succeeded, failed, total_ms, slowest_ms
        from unnest($1::uuid[], $2::float8[], $3::int[], $4::int[], $5::bigint[], $6::int[]) as s(id, at_ms, succeeded, failed, total_ms, slowest_ms)
        order by 1, 2) as ordered
      on conflict (endpoint_id, at) do update
        set succeeded = f.succeeded + excluded.succeeded, failed = f.failed + excluded.failed,
          total_ms = f.total_ms + excluded.total_ms, slowest_ms = greatest(f.slowest_ms, excluded.slowest_ms)`,
    values: [column((sum) => sum.endpointId), column((sum) => sum.atMs), column((sum) => sum.succeeded), column((sum) => sum.failed), column((sum) => sum.totalMs), column((sum) => sum.slowestMs)],
  });
}

export interface FigureRow {
  readonly endpointId: string;
  readonly at: Date;
  readonly succeeded: number;
  readonly failed: number;
  readonly averageMs: number;
  readonly slowestMs: number;
}

/** Sums by steps of so many minutes, of the endpoints that there are, or of one; steps without an attempt are left out. */
export async function readFigures(pool: Pool, { from, stepMinutes, endpointId }: { readonly from: Date; readonly stepMinutes: number; readonly endpointId: string | null }): Promise<FigureRow[]> {
  const { rows } = await pool.query<FigureRow>({
    name: "read-endpoint-figures",
    text: `select f.endpoint_id as "endpointId", date_bin(make_interval(mins => $2), f.at, timestamptz '2000-01-01T00:00:00Z') as at,
        sum(f.succeeded)::int as succeeded, sum(f.failed)::int as failed,
        coalesce(sum(f.total_ms)::float8 / nullif(sum(f.succeeded + f.failed), 0), 0) as "averageMs", max(f.slowest_ms) as "slowestMs"
      from endpoints e join endpoint_figures f on f.endpoint_id = e.id
      where e.deleted_at is null and f.at >= $1 and ($3::uuid is null or e.id = $3)
      group by 1, 2 order by 1, 2`,
    values: [from, stepMinutes, endpointId],
  });
  return rows;
}

/** Drops what is older than pages show. */
export async function forgetOldFigures(pool: Pool): Promise<void> {
  await pool.query(`delete from endpoint_figures where at < now() - interval '${String(keptDays)} days'`);
}
