import type { Pool } from "pg";
import type { ItemToStore, RequestToStore, StoredOutcome, StoredRequest } from "./stored-request.ts";

/**
 * One statement, one commit for a batch: identities (the unique index decides what is new), requests, events and
 * counters. An event that is `pending` is the worker's job.
 *
 * Bytes travel in two blobs that are cut by offset here: arrays of bytea would be sent as hex text, twice the size.
 * Identities go in sorted, so that two batches which share some cannot deadlock. An identity that stands in a batch
 * several times goes in once, since one statement may not update a row twice.
 *
 * Where single fields are signed, an honest copy of an event may bring other details: it is kept beside the event, and
 * the worker is told. Items that name a payment are looked up among those that were closed by hand.
 */
const statement = `
with input as materialized (
  select t.* from unnest(
    $3::uuid[], $4::uuid[], $5::text[], $6::float8[], $7::text[], $8::text[], $9::int[], $10::uuid[], $11::text[],
    $12::int[], $13::int[], $14::int[], $15::int[], $16::bool[]
  ) with ordinality as t(id, source_id, kind, received_ms, verdict, reason, status, key_id, address,
    header_at, header_len, body_len, body_bytes, masked, ordinal)
), item as materialized (
  select t.ordinal, t.item_index, t.event_id, i.id as request_id, i.source_id, i.received_ms,
    substring($2::bytea from t.hash_at for 32) as identity_hash,
    substring($2::bytea from t.hash_at + 32 for 32) as content_hash
  from unnest($17::int[], $18::int[], $19::uuid[], $20::int[]) as t(ordinal, item_index, event_id, hash_at)
  join input i on i.ordinal = t.ordinal
), grouped as materialized (
  select item.source_id, item.identity_hash, item.content_hash, item.event_id, t.seen, t.mixed,
    to_timestamp(t.last_ms / 1000) as last_at
  from unnest($21::uuid[], $22::int[], $23::bool[], $24::float8[]) as t(event_id, seen, mixed, last_ms)
  join item on item.event_id = t.event_id
), identity as (
  insert into event_identities as kept (source_id, identity_hash, event_id, content_hash, seen_count, last_seen_at, has_conflict)
  select source_id, identity_hash, event_id, content_hash, seen, last_at, mixed from grouped order by source_id, identity_hash
  on conflict (source_id, identity_hash) do update set
    seen_count = kept.seen_count + excluded.seen_count,
    last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at),
    has_conflict = kept.has_conflict or excluded.has_conflict or kept.content_hash <> excluded.content_hash
  returning source_id, identity_hash, event_id, content_hash
), judged as materialized (
  select item.*, identity.event_id as kept_event_id, item.event_id = identity.event_id as fresh,
    item.content_hash <> identity.content_hash as conflicts
  from item join identity using (source_id, identity_hash)
), made as (
  insert into events (id, request_id, item_index, source_id, identity_hash, received_at)
  select event_id, request_id, item_index, source_id, identity_hash, to_timestamp(received_ms / 1000)
  from judged where fresh
  returning id
), per_request as (
  select ordinal, bool_or(fresh) as fresh, bool_or(conflicts) as conflicts,
    array_agg(kept_event_id order by item_index) as event_ids
  from judged group by ordinal
), stored as (
  insert into requests (id, source_id, kind, received_at, outcome, reason, answered_status, key_id, remote_address,
    event_ids, headers, body, body_bytes, body_hash, masked)
  select i.id, i.source_id, i.kind, to_timestamp(i.received_ms / 1000),
    case when i.verdict <> 'verified' then i.verdict when p.ordinal is null then 'accepted' when p.conflicts then 'conflict' when p.fresh then 'accepted' else 'duplicate' end,
    i.reason, i.status, i.key_id, i.address, coalesce(p.event_ids, '{}'),
    convert_from(substring($1::bytea from i.header_at for i.header_len), 'UTF8')::json,
    substring($1::bytea from i.header_at + i.header_len for i.body_len), i.body_bytes,
    substring($2::bytea from (i.ordinal * 32 - 31)::int for 32), i.masked
  from input i left join per_request p on p.ordinal = i.ordinal
  returning id, source_id, received_at, outcome, key_id, body_bytes, event_ids
), counted as (
  insert into request_counts as kept (source_id, hour, outcome, key_id, lane, count, bytes, last_at)
  select source_id, date_trunc('hour', received_at, 'UTC'), outcome, coalesce(key_id, '00000000-0000-0000-0000-000000000000'), $25::int,
    count(*), sum(body_bytes), max(received_at)
  from stored group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (source_id, hour, outcome, key_id, lane) do update set
    count = kept.count + excluded.count, bytes = kept.bytes + excluded.bytes, last_at = greatest(kept.last_at, excluded.last_at)
  returning 1
), copied as (
  insert into event_copies (event_id, request_id, item_index)
  select kept_event_id, request_id, item_index from judged
  where not fresh and not conflicts and content_hash <> substring($2::bytea from (ordinal * 32 - 31)::int for 32)
  returning event_id
), woken as (
  select graphile_worker.add_job('process_events', json_build_object('eventIds', array_agg(event_id))) from copied having count(*) > 0
), closed as (
  select i.id from unnest($26::int[], $27::text[]) as c(ordinal, reference) join input i on i.ordinal = c.ordinal,
    lateral (select 1 from transactions t where t.reference = c.reference and t.source_id is not distinct from i.source_id and t.resolution_status is not null offset 0) t
)
select stored.id, stored.outcome, stored.event_ids, stored.id in (select id from closed) as closed
from stored, (select count(*) from counted) c, (select count(*) from made) m, (select count(*) from woken) w`;

/** Stores a batch in one commit and says of each request, in the batch's order, what became of it. */
export async function storeBatch(pool: Pool, batch: readonly RequestToStore[], lane: number): Promise<StoredRequest[]> {
  const { rows } = await pool.query<{ id: string; outcome: StoredOutcome; event_ids: string[]; closed: boolean }>({
    name: "store-batch",
    text: statement,
    values: [...parametersOf(batch), lane, ...paymentColumnsOf(batch)],
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return batch.map(({ id }) => {
    const row = byId.get(id);
    if (row === undefined) throw new Error(`request ${id} is missing from its own batch`);
    return { outcome: row.outcome, eventIds: row.event_ids, isClosedByHand: row.closed };
  });
}

type Scalar = string | number | boolean | null;

/** What needs no quotes in PostgreSQL's text form of an array. */
const plainElement = /^(?!null$)[A-Za-z0-9_.:-]+$/i;

/** PostgreSQL's text form of an array. The driver's own way quotes every element: a tenth of a batch's time in Node. */
function arrayText(values: readonly Scalar[]): string {
  const elements = values.map((value) => {
    if (value === null) return "NULL";
    const text = String(value);
    return plainElement.test(text) ? text : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  });
  return `{${elements.join(",")}}`;
}

function parametersOf(batch: readonly RequestToStore[]): unknown[] {
  const bytes: Uint8Array[] = [];
  const columns = Array.from({ length: 14 }, (): Scalar[] => []);
  let at = 1;
  for (const row of batch) {
    const headers = Buffer.from(row.headersJson, "utf8");
    const values = [
      row.id, row.sourceId, row.kind, row.receivedAtMs, row.verdict, row.reason, row.answeredStatus, row.keyId, row.remoteAddress,
      at, headers.length, row.body.length, row.bodyBytes, row.masked,
    ];
    for (const [column, value] of values.entries()) columns[column]?.push(value);
    bytes.push(headers, row.body);
    at += headers.length + row.body.length;
  }
  const { hashes, itemColumns, groupColumns } = itemParametersOf(batch);
  return [Buffer.concat(bytes), Buffer.concat(hashes), ...[...columns, ...itemColumns, ...groupColumns].map(arrayText)];
}

/** The hash blob holds every request's body hash first, then identity and content of every item. */
function itemParametersOf(batch: readonly RequestToStore[]): { hashes: Uint8Array[]; itemColumns: Scalar[][]; groupColumns: Scalar[][] } {
  const hashes: Uint8Array[] = batch.map(({ bodyHash }) => bodyHash);
  const itemColumns: [number[], number[], string[], number[]] = [[], [], [], []];
  const groups = new Map<string, { item: ItemToStore; seen: number; mixed: boolean; lastMs: number }>();
  for (const [index, row] of batch.entries()) {
    for (const [itemIndex, item] of row.items.entries()) {
      itemColumns[0].push(index + 1);
      itemColumns[1].push(itemIndex);
      itemColumns[2].push(item.eventId);
      itemColumns[3].push(hashes.length * 32 + 1);
      hashes.push(item.identityHash, item.contentHash);
      const groupKey = `${row.sourceId} ${Buffer.from(item.identityHash).toString("latin1")}`;
      const group = groups.get(groupKey);
      if (group === undefined) {
        groups.set(groupKey, { item, seen: 1, mixed: false, lastMs: row.receivedAtMs });
      } else {
        group.seen += 1;
        group.mixed ||= !Buffer.from(group.item.contentHash).equals(item.contentHash);
        group.lastMs = Math.max(group.lastMs, row.receivedAtMs);
      }
    }
  }
  const all = [...groups.values()];
  const groupColumns = [all.map(({ item }) => item.eventId), all.map(({ seen }) => seen), all.map(({ mixed }) => mixed), all.map(({ lastMs }) => lastMs)];
  return { hashes, itemColumns, groupColumns };
}

/** Payments that items want looked up, with the place of their request. */
function paymentColumnsOf(batch: readonly RequestToStore[]): string[] {
  const places: number[] = [];
  const references: string[] = [];
  for (const [index, { items }] of batch.entries()) {
    for (const { payment } of items) {
      // PostgreSQL refuses text with a NUL, and no reference has one.
      if (payment === null || payment.includes("\0")) continue;
      places.push(index + 1);
      references.push(payment);
    }
  }
  return [arrayText(places), arrayText(references)];
}

/** The truth about requests whose commit came after their senders were told to come again. */
export async function noteAnsweredUnavailable(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query("update requests set answered_status = 503 where id = any($1::uuid[])", [ids]);
}

/** Wakes the worker and the open pages. */
export async function announceStored(pool: Pool): Promise<void> {
  await pool.query("select pg_notify('countersign_live', 'stored')");
}
