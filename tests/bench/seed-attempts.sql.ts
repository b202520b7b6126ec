import type { Pool } from "pg";
import { bucketSeconds } from "#lib/validations/velocity-spans";

export interface AttemptsToSeed {
  readonly sourceId: string;
  readonly count: number;
  /** The keyed hashes that the door will look for. */
  readonly customers: readonly Buffer[];
  readonly cards: readonly Buffer[];
  readonly countries: readonly string[];
  readonly overDays: number;
}

/** Approved attempts of the last days as the door leaves them, rolled up, with the table in the state that vacuum leaves. */
export async function seedAttempts(pool: Pool, { sourceId, count, customers, cards, countries, overDays }: AttemptsToSeed): Promise<void> {
  await pool.query(
    `insert into validations (id, source_id, request_id, mode, body_hash, action, answer_status, answer_description, velocity, duration_ms, input, customer_hash, card_hash, country, currency, amount_minor, order_id, counted)
     select (lpad(to_hex(at), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid, $1, gen_random_uuid(), 'live', sha256(n::text::bytea), 'approve', 0, 'Ok', '[]', 3,
       json_build_object('amount', json_build_object('amountMinor', 100, 'currency', 'EUR', 'exponent', 2), 'country', 'GB', 'paymentMethod', 'credit card', 'cardBrand', 'visa', 'bin', '411111', 'lastFour', '1111', 'hour', 1),
       ($2::bytea[])[1 + n % array_length($2::bytea[], 1)], ($3::bytea[])[1 + (n * 7) % array_length($3::bytea[], 1)], ($4::text[])[1 + n % array_length($4::text[], 1)], 'EUR', 100 + n % 1000, 'seed-' || n, true
     from (select n, floor(extract(epoch from now()) * 1000)::bigint - ($5::bigint * n) / $6::bigint as at from generate_series(1, $6::bigint) n) t`,
    [sourceId, customers, cards, countries, overDays * 86_400_000, count],
  );
  for (const [per, column] of [["country", "convert_to(country, 'UTF8')"], ["customer", "customer_hash"]] as const) {
    for (const seconds of bucketSeconds[per]) {
      await pool.query(
        `insert into velocity_buckets (source_id, per, key, seconds, starts_at, currency, count, sum)
         select source_id, $1, ${column}, $2::int, to_timestamp(floor(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / ($2::int * 1000.0)) * $2::int), currency, count(*), sum(amount_minor) from validations where counted group by 1, 3, 5, 6`,
        [per, seconds],
      );
    }
  }
  await pool.query("vacuum analyze validations");
  await pool.query("vacuum analyze velocity_buckets");
}
