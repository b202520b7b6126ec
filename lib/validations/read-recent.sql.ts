import type { PoolClient } from "pg";
import type { Velocity } from "./condition-shape.ts";
import type { Lookup } from "./velocity-lookups.ts";
import { countryStepSeconds } from "./velocity-spans.ts";

/** A key since a moment that is a border of the shortest roll-ups. */
export interface Recent {
  readonly lookup: Lookup;
  readonly sinceMs: number;
}

export type RecentValue = Readonly<Record<Velocity["measure"], bigint>>;

const statement = `
select ask.ordinal::int as ordinal, sum(b.count)::text as n, coalesce(sum(b.sum) filter (where b.currency = ask.currency), 0)::text as total
from unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::float8[]) with ordinality as ask(source_id, per, key, currency, since_ms, ordinal)
join velocity_buckets b on b.source_id = ask.source_id and b.per = ask.per and b.key = ask.key and b.seconds = ${String(countryStepSeconds)} and b.starts_at >= to_timestamp(ask.since_ms / 1000)
group by 1`;

/** What countries approved lately, in the order asked. */
export async function readRecent(client: PoolClient, asked: readonly Recent[]): Promise<readonly RecentValue[]> {
  if (asked.length === 0) return [];
  const { rows } = await client.query<{ ordinal: number; n: string; total: string }>({
    name: "read-velocity-recent",
    text: statement,
    values: [asked.map(({ lookup }) => lookup.sourceId), asked.map(({ lookup }) => lookup.per), asked.map(({ lookup }) => lookup.key), asked.map(({ lookup }) => lookup.currency), asked.map(({ sinceMs }) => sinceMs)],
  });
  const found = new Map(rows.map(({ ordinal, n, total }) => [ordinal - 1, { count: BigInt(n), sum: BigInt(total) }]));
  return asked.map((_, index) => found.get(index) ?? { count: 0n, sum: 0n });
}
