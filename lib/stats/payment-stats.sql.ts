import type { Pool } from "pg";
import { firstIdAt } from "#lib/platform/ids";

export interface PaymentStatsFilter {
  readonly interval: "hour" | "day";
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly sourceIds: readonly string[] | null;
  readonly mode: string | null;
}

export interface PaymentStatsRow {
  readonly at: Date;
  readonly status: string;
  readonly currency: string | null;
  readonly exponent: number | null;
  readonly count: string;
  readonly amount: string;
  readonly captured: string;
  readonly refunded: string;
}

/** The oldest of the newest so many transactions of a range; `null` where the range holds no more. */
export async function findStatsBound(pool: Pool, { fromMs, toMs }: PaymentStatsFilter, mostRows: number): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>("select id from transactions where id >= $1::uuid and id < $2::uuid order by id desc offset $3 limit 1", [firstIdAt(fromMs), firstIdAt(toMs), mostRows - 1]);
  return rows[0]?.id ?? null;
}

/** The beginnings of the intervals of a range in a zone, oldest first. Hours are whole hours of time, days are those of the calendar. */
async function beginningsOf(pool: Pool, { interval, fromMs, toMs, timeZone }: PaymentStatsFilter): Promise<Date[]> {
  const days = "select day at time zone $2 as at from generate_series(date_trunc('day', $3::timestamptz at time zone $2), $4::timestamptz at time zone $2, interval '1 day') day";
  const hours = "select hour as at from generate_series(date_trunc('hour', $3::timestamptz, $2), $4::timestamptz, interval '1 hour') hour";
  const { rows } = await pool.query<{ at: Date }>(`select at from (${interval === "day" ? days : hours}) beginnings where $1::text is not null order by at`, [interval, timeZone, new Date(fromMs), new Date(toMs)]);
  return rows.map(({ at }) => at);
}

/** Payments by the interval of their first message, by status and currency; read from the index of sources alone. */
export async function sumByInterval(pool: Pool, filter: PaymentStatsFilter, fromId: string): Promise<PaymentStatsRow[]> {
  const beginnings = await beginningsOf(pool, filter);
  // The time of a transaction is in its id, which the index holds: ids are sorted into intervals without reading it.
  const bounds = beginnings.map((at) => firstIdAt(at.getTime()));
  const { rows } = await pool.query<Omit<PaymentStatsRow, "at"> & { readonly place: number }>(
    `select width_bucket(id, $1::uuid[]) as place, status, currency, exponent, count(*)::text as count, coalesce(sum(amount_minor), 0)::text as amount,
       coalesce(sum(captured_minor), 0)::text as captured, coalesce(sum(refunded_minor), 0)::text as refunded
     from transactions
     where source_id = any(array(select s.id from sources s where ($2::uuid[] is null or s.id = any($2)) and ($3::text is null or s.mode = $3)))
       and id >= $4::uuid and id < $5::uuid and kind = 'payment'
     group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [bounds, filter.sourceIds, filter.mode, fromId, firstIdAt(filter.toMs)],
  );
  return rows.map(({ place, ...sums }) => ({ ...sums, at: beginnings[place - 1] ?? new Date(filter.fromMs) }));
}
