import type { PoolClient } from "pg";
import { firstIdAt, idTime, parsePublicId, publicId } from "#lib/platform/ids";
import type { Candidate, Said } from "./candidate.ts";
import type { BusyKeys } from "./busy-keys.ts";
import { limits } from "./condition-shape.ts";
import { conditionsOf, valueOf } from "./evaluate.ts";
import { pastValue, type PastWindow, type PastWindows } from "./past-windows.ts";
import { readRecent, type Recent } from "./read-recent.sql.ts";
import { readRollUps } from "./read-roll-ups.sql.ts";
import { clocksApartMs, factName, type Lookup, velocityLookups } from "./velocity-lookups.ts";
import type { VelocityFacts } from "./velocity-book.ts";

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

export const listedName = (place: number, listId: string, value: string): string => `${String(place)} ${listId} ${value}`;

/** Every window of a key from one look at its rows: `segment` 1 lies between the starts of the longest window and the next. */
const lineBranches = (["customer", "card"] as const)
  .map(
    (per) => `select l.ordinal, width_bucket(v.id, l.starts) as segment, count(*) as n, sum(v.amount_minor) filter (where v.currency = l.currency) as total
    from line l cross join lateral (
      select id, currency, amount_minor from validations where source_id = l.source_id and ${per}_hash = l.key and id >= l.from_id and id >= $10::uuid and id < $11::uuid and counted limit l.most
    ) v where l.per = '${per}' group by 1, 2`,
  )
  .join("\n    union all ");

const statement = `
with body as materialized (
  select t.* from unnest($1::uuid[], $2::bytea[], $3::uuid[]) with ordinality as t(source_id, hash, from_id, ordinal)
), line as materialized (
  select t.source_id, t.per, t.key, t.currency, t.from_id, t.starts::uuid[] as starts, t.most, t.ordinal
  from unnest($4::uuid[], $5::text[], $6::bytea[], $7::text[], $8::uuid[], $9::text[], $16::int[]) with ordinality as t(source_id, per, key, currency, from_id, starts, most, ordinal)
), entry as materialized (
  select t.* from unnest($12::uuid[], $13::text[]) as t(list_id, value)
)
select
  (select json_agg(json_build_object('ordinal', body.ordinal, 'id', v.id, 'action', v.action, 'status', v.answer_status, 'description', v.answer_description,
      'pending', coalesce(v.reserved_until > now(), false)))
    from body, lateral (select * from validations v where v.source_id = body.source_id and v.body_hash = body.hash and v.id >= body.from_id and v.id >= $15::uuid and v.id < $11::uuid order by v.id desc limit 1) v) as repeats,
  (select json_agg(json_build_array(f.ordinal, f.segment, f.n, f.total::text)) from (
    ${lineBranches}
    ) f) as segments,
  (select json_agg(json_build_object('sourceId', v.source_id, 'id', v.id, 'customer', v.input ->> 'customer', 'card', encode(v.card_hash, 'hex'), 'country', v.country, 'currency', v.currency, 'amount', v.amount_minor::text) order by v.id)
    from validations v where v.source_id = any($1::uuid[]) and v.reserved_until > now() and v.id >= $14::uuid and v.id < $11::uuid) as reserved,
  (select json_agg(json_build_object('listId', e.list_id, 'value', e.value)) from entry join validation_list_entries e using (list_id, value) where e.expires_at is null or e.expires_at > now()) as listed`;

interface Found {
  readonly repeats: readonly { ordinal: number; id: string; action: string; status: number; description: string; pending: boolean }[] | null;
  /** Ordinal of the line, segment, count and sum. */
  readonly segments: readonly (readonly [number, number, number, string | null])[] | null;
  readonly reserved: readonly { sourceId: string; id: string; customer: string | null; card: string | null; country: string | null; currency: string | null; amount: string | null }[] | null;
  readonly listed: readonly { listId: string; value: string }[] | null;
}

interface Question {
  readonly place: number;
  readonly uuid: string;
  readonly value: string;
}

/** What a process remembers between batches. */
export interface Remembered {
  readonly busy: BusyKeys;
  readonly past: PastWindows;
}

/** All that a batch asks, in one trip; a second one where a customer turns out to be busy. */
export async function readBatch(client: PoolClient, batch: readonly Candidate[], { busy, past }: Remembered): Promise<BatchFacts> {
  const lookups = velocityLookups(batch);
  const { rolledUp: inRollUps = [], lines = [] } = Object.groupBy(lookups, (lookup) => (busy.isBusy(lookup) ? "rolledUp" : "lines"));
  const asked = listQuestions(batch);
  const latestMs = Math.max(...batch.map(({ atMs }) => atMs));
  const { recent, others } = withPast(inRollUps, past, latestMs);
  const [found, lately, rolledUp] = await Promise.all([readFound(client, batch, lines, asked, busy.mostRows), readRecent(client, recent), readRollUps(client, others, latestMs)]);
  const velocities = new Map(lookups.flatMap(({ place, windows }) => windows.map(({ velocity }) => [factName(place, velocity), 0n])));
  for (const [name, value] of rolledUp) velocities.set(name, value);
  for (const [index, { lookup, windows }] of recent.entries()) {
    for (const { velocity, startMs, past: known } of windows) {
      velocities.set(factName(lookup.place, velocity), pastValue(known, startMs) + (lately[index]?.[velocity.measure] ?? 0n));
    }
  }
  const segmentsByLine = Map.groupBy(found?.segments ?? [], ([ordinal]) => ordinal - 1);
  const tooMany: Lookup[] = [];
  for (const [index, lookup] of lines.entries()) {
    const segments = segmentsByLine.get(index) ?? [];
    if (lookup.per === "customer" && segments.reduce((sum, [, , n]) => sum + n, 0) > busy.mostRows) tooMany.push(lookup);
    else addWindows(velocities, lookup, segments);
  }
  for (const lookup of tooMany) busy.add(lookup);
  for (const [name, value] of await readRollUps(client, tooMany, latestMs)) velocities.set(name, value);
  return { ...factsOf(found, asked), velocities };
}

interface KnownPast extends Recent {
  readonly windows: readonly (Lookup["windows"][number] & { readonly past: PastWindow })[];
}

/** Windows whose past is known, by the moment from which on they are asked for, and those that have to be read whole. */
function withPast(lookups: readonly Lookup[], past: PastWindows, nowMs: number): { readonly recent: readonly KnownPast[]; readonly others: readonly Lookup[] } {
  const recent: KnownPast[] = [];
  const others: Lookup[] = [];
  for (const lookup of lookups) {
    const found = lookup.windows.map((window) => ({ ...window, past: lookup.per === "country" ? past.find(lookup, window, nowMs) : null }));
    const unknown = found.filter((window) => window.past === null);
    if (unknown.length > 0) others.push({ ...lookup, windows: unknown });
    for (const sinceMs of new Set(found.flatMap((window) => window.past?.seamMs ?? []))) {
      recent.push({ lookup, sinceMs, windows: found.flatMap((window) => (window.past?.seamMs === sinceMs ? [{ ...window, past: window.past }] : [])) });
    }
  }
  return { recent, others };
}

async function readFound(client: PoolClient, batch: readonly Candidate[], lines: readonly Lookup[], asked: readonly Question[], mostRows: number): Promise<Found | undefined> {
  const times = batch.map(({ atMs }) => atMs);
  const latestMs = Math.max(...times);
  const starts = lines.map(({ windows }) => windows.map(({ startMs }) => startMs + 1));
  const firstStarts = starts.map(([first]) => first ?? latestMs);
  const { rows } = await client.query<Found>({
    name: "read-validation-batch",
    text: statement,
    values: [
      batch.map(({ sourceId }) => sourceId),
      batch.map(({ bodyHash }) => Buffer.from(bodyHash)),
      batch.map(({ atMs }) => firstIdAt(atMs - repeatWindowMs)),
      lines.map(({ sourceId }) => sourceId),
      lines.map(({ per }) => per),
      lines.map(({ key }) => key),
      lines.map(({ currency }) => currency),
      firstStarts.map(firstIdAt),
      starts.map((moments) => `{${moments.map(firstIdAt).join(",")}}`),
      // What all of them lie between, beside the joins: months outside of it are left out before the statement starts.
      firstIdAt(Math.min(latestMs, ...firstStarts)),
      firstIdAt(latestMs + clocksApartMs),
      asked.map(({ uuid }) => uuid),
      asked.map(({ value }) => value),
      firstIdAt(latestMs - limits.windowSeconds * 1000),
      firstIdAt(Math.min(...times) - repeatWindowMs),
      // One more than is too many; a card's are all read.
      lines.map(({ per }) => (per === "customer" ? mostRows + 1 : null)),
    ],
  });
  return rows[0];
}

/** A window is its own segment and those after it. */
function addWindows(velocities: Map<string, bigint>, { place, windows }: Lookup, segments: Found["segments"] & object): void {
  for (const [index, { velocity }] of windows.entries()) {
    const within = segments.filter(([, segment]) => segment > index);
    velocities.set(factName(place, velocity), within.reduce((sum, [, , n, total]) => sum + BigInt((velocity.measure === "count" ? n : total) ?? 0), 0n));
  }
}

function factsOf(found: Found | undefined, asked: readonly Question[]): Omit<BatchFacts, "velocities"> {
  const onLists = new Set((found?.listed ?? []).map(({ listId, value }) => `${listId} ${value}`));
  return {
    repeats: new Map((found?.repeats ?? []).map(({ ordinal, id, action, status, description, pending }) => [ordinal - 1, { id, said: { action: action === "approve" ? "approve" : "decline", status, description }, pending }])),
    reserved: (found?.reserved ?? []).map(({ sourceId, id, customer, card, country, currency, amount }) => ({
      sourceId,
      atMs: idTime(id),
      facts: { customer, card, country, currency: amount === null ? null : currency, amountMinor: amount === null ? null : BigInt(amount) },
    })),
    listed: new Set(asked.filter(({ uuid, value }) => onLists.has(`${uuid} ${value}`)).map(({ place, uuid, value }) => listedName(place, publicId("validationList", uuid), value))),
  };
}

/** The values of an attempt that its sets look for on lists. */
function listQuestions(batch: readonly Candidate[]): Question[] {
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
