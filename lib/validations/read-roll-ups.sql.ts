import type { PoolClient } from "pg";
import { firstIdAt } from "#lib/platform/ids";
import { clocksApartMs, factName, type Lookup } from "./velocity-lookups.ts";
import { velocitySpans } from "./velocity-spans.ts";

const rolledUp = { customer: "customer_hash = l.key", country: "country = l.word" } as const;

/** Rows of a window's beginning, from the index of its key: as the column's own type, or the index is walked from country to country. */
const rowBranches = Object.entries(rolledUp)
  .map(
    ([per, isKey]) => `select l.ordinal, count(*) as n, sum(v.amount_minor) filter (where v.currency = l.currency) as total
  from ask l join validations v on v.source_id = l.source_id and v.${isKey} and v.id >= l.from_id and v.id < l.until_id and v.id >= $12::uuid and v.id < $13::uuid and v.counted
  where l.per = '${per}' group by l.ordinal`,
  )
  .join("\nunion all ");

const statement = `
with ask as materialized (
  select t.* from unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::uuid[], $6::uuid[], $7::text[]) with ordinality as t(source_id, per, key, currency, from_id, until_id, word, ordinal)
), span as materialized (
  select t.* from unnest($8::int[], $9::int[], $10::float8[], $11::float8[]) as t(ordinal, seconds, from_ms, until_ms)
)
select ordinal::int, sum(n)::text as n, coalesce(sum(total), 0)::text as total from (
${rowBranches}
union all select l.ordinal, sum(b.count) as n, sum(b.sum) filter (where b.currency = l.currency) as total
  from span s join ask l on l.ordinal = s.ordinal join velocity_buckets b on b.source_id = l.source_id and b.per = l.per and b.key = l.key and b.seconds = s.seconds
    and b.starts_at >= to_timestamp(s.from_ms / 1000) and b.starts_at < to_timestamp(s.until_ms / 1000)
  group by l.ordinal
) parts group by ordinal`;

/**
 * Windows of busy keys, each put together from rows and ever longer roll-ups, by `factName`; what has none is not among
 * them. `latestMs`: of the batch.
 */
export async function readRollUps(client: PoolClient, lookups: readonly Lookup[], latestMs: number): Promise<ReadonlyMap<string, bigint>> {
  const endMs = latestMs + clocksApartMs;
  const asked = lookups.flatMap((lookup) => lookup.windows.map(({ velocity, startMs }) => ({ lookup, velocity, spans: velocitySpans(lookup.per, startMs) })));
  const buckets = asked.flatMap(({ spans }, index) => spans.buckets.map((part) => ({ ordinal: index + 1, ...part })));
  if (asked.length === 0) return new Map();
  const { rows } = await client.query<{ ordinal: number; n: string; total: string }>({
    name: "read-velocity-roll-ups",
    text: statement,
    values: [
      asked.map(({ lookup }) => lookup.sourceId),
      asked.map(({ lookup }) => lookup.per),
      asked.map(({ lookup }) => lookup.key),
      asked.map(({ lookup }) => lookup.currency),
      asked.map(({ spans }) => firstIdAt(spans.rowsFromMs)),
      asked.map(({ spans }) => firstIdAt(spans.rowsUntilMs ?? endMs)),
      asked.map(({ lookup }) => (lookup.per === "country" ? lookup.key.toString("latin1") : null)),
      buckets.map(({ ordinal }) => ordinal),
      buckets.map(({ seconds }) => seconds),
      buckets.map(({ fromMs }) => fromMs),
      buckets.map(({ untilMs }) => untilMs ?? endMs),
      // What all of them lie between, beside the joins: months outside of it are left out before the statement starts.
      firstIdAt(Math.min(latestMs, ...asked.map(({ spans }) => spans.rowsFromMs))),
      firstIdAt(endMs),
    ],
  });
  return new Map(
    rows.flatMap(({ ordinal, n, total }): [string, bigint][] => {
      const one = asked[ordinal - 1];
      return one === undefined ? [] : [[factName(one.lookup.place, one.velocity), BigInt(one.velocity.measure === "count" ? n : total)]];
    }),
  );
}
