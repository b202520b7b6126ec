import type { PoolClient } from "pg";
import { firstIdAt, idTime, parsePublicId, publicId } from "#lib/platform/ids";
import type { Candidate, Said } from "./candidate.ts";
import { limits, type Velocity, velocityKeys } from "./condition-shape.ts";
import { conditionsOf, valueOf, velocityName } from "./evaluate.ts";
import type { VelocityFacts } from "./velocity-book.ts";
import { windowStartMs } from "./velocity-book.ts";
import { velocitySpans } from "./velocity-spans.ts";

/** For so long the same body gets the same decision. */
const repeatWindowMs = 15 * 60_000;

/** What the database knows that a batch depends on; read after its locks were taken. */
export interface BatchFacts {
  /** By the candidate's place in the batch. */
  readonly repeats: ReadonlyMap<number, { readonly id: string; readonly said: Said; readonly pending: boolean }>;
  /** Counts and sums of what was approved, by place and the velocity's name. */
  readonly velocities: ReadonlyMap<string, bigint>;
  /** Attempts whose merchant is being asked: they hold their places. Oldest first. */
  readonly reserved: readonly { readonly sourceId: string; readonly atMs: number; readonly facts: VelocityFacts }[];
  /** `place list value` of what stands on lists. */
  readonly listed: ReadonlySet<string>;
}

export const factName = (place: number, velocity: Velocity): string => `${String(place)} ${velocityName(velocity)}`;
export const listedName = (place: number, listId: string, value: string): string => `${String(place)} ${listId} ${value}`;

const keyColumns = { customer: "customer_hash", card: "card_hash", country: "country" } as const;

/** Rows of a window's beginning, from the index of its key: as the column's own type, or the index is walked from country to country. */
const rowBranches = velocityKeys
  .map(
    (per) => `select l.ordinal, count(*) as n, sum(v.amount_minor) filter (where v.currency = l.currency) as total
    from lookup l join validations v on v.source_id = l.source_id and v.${keyColumns[per]} = l.${per === "country" ? "word" : "key"}
      and v.id >= l.from_id and v.id < l.until_id and v.counted
    where l.per = '${per}' group by l.ordinal`,
  )
  .join("\n    union all ");

const statement = `
with body as materialized (
  select t.* from unnest($1::uuid[], $2::bytea[], $3::uuid[]) with ordinality as t(source_id, hash, from_id, ordinal)
), lookup as materialized (
  select t.* from unnest($4::uuid[], $5::text[], $6::bytea[], $7::text[], $8::uuid[], $9::uuid[], $17::text[]) with ordinality as t(source_id, per, key, currency, from_id, until_id, word, ordinal)
), span as materialized (
  select t.* from unnest($10::int[], $11::int[], $12::float8[], $13::float8[]) as t(ordinal, seconds, from_ms, until_ms)
), entry as materialized (
  select t.* from unnest($14::uuid[], $15::text[]) as t(list_id, value)
)
select
  (select json_agg(json_build_object('ordinal', body.ordinal, 'id', v.id, 'action', v.action, 'status', v.answer_status, 'description', v.answer_description,
      'pending', coalesce(v.reserved_until > now(), false)))
    from body, lateral (select * from validations v where v.source_id = body.source_id and v.body_hash = body.hash and v.id >= body.from_id order by v.id desc limit 1) v) as repeats,
  (select json_agg(json_build_object('ordinal', f.ordinal, 'n', f.n::text, 'total', f.total::text)) from (
    select ordinal, sum(n) as n, coalesce(sum(total), 0) as total from (
    ${rowBranches}
    union all select l.ordinal, sum(b.count) as n, sum(b.sum) filter (where b.currency = l.currency) as total
    from span s join lookup l on l.ordinal = s.ordinal join velocity_buckets b on b.source_id = l.source_id and b.per = l.per and b.key = l.key and b.seconds = s.seconds
      and b.starts_at >= to_timestamp(s.from_ms / 1000) and b.starts_at < to_timestamp(s.until_ms / 1000)
    group by l.ordinal
    ) parts group by ordinal) f) as velocities,
  (select json_agg(json_build_object('sourceId', v.source_id, 'id', v.id, 'customer', v.input ->> 'customer', 'card', encode(v.card_hash, 'hex'), 'country', v.country, 'currency', v.currency, 'amount', v.amount_minor::text) order by v.id)
    from validations v where v.source_id = any($1::uuid[]) and v.reserved_until > now() and v.id >= $16::uuid) as reserved,
  (select json_agg(json_build_object('listId', e.list_id, 'value', e.value)) from entry join validation_list_entries e using (list_id, value) where e.expires_at is null or e.expires_at > now()) as listed`;

interface Found {
  readonly repeats: readonly { ordinal: number; id: string; action: string; status: number; description: string; pending: boolean }[] | null;
  readonly velocities: readonly { ordinal: number; n: string | null; total: string }[] | null;
  readonly reserved: readonly { sourceId: string; id: string; customer: string | null; card: string | null; country: string | null; currency: string | null; amount: string | null }[] | null;
  readonly listed: readonly { listId: string; value: string }[] | null;
}

interface Lookup {
  readonly place: number;
  readonly sourceId: string;
  readonly velocity: Velocity;
  readonly key: Buffer;
  readonly currency: string;
  readonly startMs: number;
}

const farIdMs = Date.UTC(9999, 0, 1);

/** One statement for all that a batch asks. */
export async function readBatch(client: PoolClient, batch: readonly Candidate[]): Promise<BatchFacts> {
  const lookups = lookupsOf(batch);
  const spans = lookups.map(({ velocity, startMs }) => velocitySpans(velocity.per, startMs));
  const buckets = spans.flatMap(({ buckets: parts }, index) => parts.map((part) => ({ ordinal: index + 1, ...part })));
  const asked = listQuestions(batch);
  const latestMs = Math.max(...batch.map(({ atMs }) => atMs));
  const { rows } = await client.query<Found>({
    name: "read-validation-batch",
    text: statement,
    values: [
      batch.map(({ sourceId }) => sourceId),
      batch.map(({ bodyHash }) => Buffer.from(bodyHash)),
      batch.map(({ atMs }) => firstIdAt(atMs - repeatWindowMs)),
      lookups.map(({ sourceId }) => sourceId),
      lookups.map(({ velocity }) => velocity.per),
      lookups.map(({ key }) => key),
      lookups.map(({ currency }) => currency),
      spans.map(({ rowsFromMs }) => firstIdAt(rowsFromMs)),
      spans.map(({ rowsUntilMs }) => firstIdAt(rowsUntilMs ?? farIdMs)),
      buckets.map(({ ordinal }) => ordinal),
      buckets.map(({ seconds }) => seconds),
      buckets.map(({ fromMs }) => fromMs),
      buckets.map(({ untilMs }) => untilMs ?? farIdMs),
      asked.map(({ uuid }) => uuid),
      asked.map(({ value }) => value),
      firstIdAt(latestMs - limits.windowSeconds * 1000),
      lookups.map(({ velocity, key }) => (velocity.per === "country" ? key.toString("latin1") : null)),
    ],
  });
  return factsOf(rows[0], lookups, asked);
}

function factsOf(found: Found | undefined, lookups: readonly Lookup[], asked: readonly { readonly place: number; readonly uuid: string; readonly value: string }[]): BatchFacts {
  const velocities = new Map(lookups.map(({ place, velocity }) => [factName(place, velocity), 0n]));
  for (const { ordinal, n, total } of found?.velocities ?? []) {
    const lookup = lookups[ordinal - 1];
    if (lookup !== undefined) velocities.set(factName(lookup.place, lookup.velocity), BigInt((lookup.velocity.measure === "count" ? n : total) ?? 0));
  }
  const onLists = new Set((found?.listed ?? []).map(({ listId, value }) => `${listId} ${value}`));
  return {
    repeats: new Map((found?.repeats ?? []).map(({ ordinal, id, action, status, description, pending }) => [ordinal - 1, { id, said: { action: action === "approve" ? "approve" : "decline", status, description }, pending }])),
    velocities,
    reserved: (found?.reserved ?? []).map(({ sourceId, id, customer, card, country, currency, amount }) => ({
      sourceId,
      atMs: idTime(id),
      facts: { customer, card, country, currency: amount === null ? null : currency, amountMinor: amount === null ? null : BigInt(amount) },
    })),
    listed: new Set(asked.filter(({ uuid, value }) => onLists.has(`${uuid} ${value}`)).map(({ place, uuid, value }) => listedName(place, publicId("validationList", uuid), value))),
  };
}

/** Each velocity that the sets of a candidate ask for and that it has a key of. */
function lookupsOf(batch: readonly Candidate[]): Lookup[] {
  return batch.flatMap(({ sourceId, keys, facts, atMs, rules }, place) => {
    const wanted = new Map([...(rules.active?.velocities ?? []), ...(rules.shadow?.velocities ?? [])].map((velocity) => [velocityName(velocity), velocity]));
    return [...wanted.values()].flatMap((velocity): Lookup[] => {
      const key = keys[velocity.per];
      return key === null ? [] : [{ place, sourceId, velocity, key, currency: facts.currency ?? "", startMs: windowStartMs(atMs, velocity.withinSeconds) }];
    });
  });
}

/** The values of an attempt that its sets look for on lists. */
function listQuestions(batch: readonly Candidate[]): { readonly place: number; readonly uuid: string; readonly value: string }[] {
  return batch.flatMap(({ attempt, rules }, place) =>
    [rules.active, rules.shadow].flatMap((set) =>
      [...conditionsOf(set !== null && set.lists.size > 0 ? set.body.rules : [])].flatMap((leaf) => {
        if (!("field" in leaf) || leaf.op !== "inList" || typeof leaf.value !== "string") return [];
        const uuid = parsePublicId("validationList", leaf.value);
        const value = valueOf(leaf.field, attempt);
        return uuid === null || value === null ? [] : [{ place, uuid, value: String(value) }];
      }),
    ),
  );
}
