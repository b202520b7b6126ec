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

/** Payments by the interval of their first message, by status and currency; read from the index of sources alone. */
export async function sumByInterval(pool: Pool, filter: PaymentStatsFilter, fromId: string): Promise<PaymentStatsRow[]> {
  // The time of a transaction is in the first 48 bits of its id, which the index holds; its column is not read.
  const at = "to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)";
  const { rows } = await pool.query<PaymentStatsRow>(
    `select date_trunc($1, ${at}, $2) as at, status, currency, exponent, count(*)::text as count, coalesce(sum(amount_minor), 0)::text as amount,
       coalesce(sum(captured_minor), 0)::text as captured, coalesce(sum(refunded_minor), 0)::text as refunded
     from transactions
     where source_id = any(array(select s.id from sources s where ($3::uuid[] is null or s.id = any($3)) and ($4::text is null or s.mode = $4)))
       and id >= $5::uuid and id < $6::uuid and kind = 'payment'
     group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [filter.interval, filter.timeZone, filter.sourceIds, filter.mode, fromId, firstIdAt(filter.toMs)],
  );
  return rows;
}
