import type { Pool } from "pg";
import { firstIdAt, parsePublicId } from "#lib/platform/ids";
import { Conditions } from "./conditions.ts";
import { newestPage } from "./newest-page.sql.ts";
import type { EventsQuery } from "./list-queries.ts";

export interface EventRow {
  readonly id: string;
  readonly source_id: string;
  readonly provider: string;
  readonly mode: string;
  readonly type: string | null;
  readonly provider_type: string | null;
  readonly occurred_at: Date | null;
  readonly received_at: Date;
  readonly transaction_id: string | null;
  readonly references: string[];
  readonly repeat: boolean;
  readonly state: string;
  readonly seen_count: number | null;
  readonly last_seen_at: Date | null;
  readonly has_conflict: boolean | null;
}

export interface EventDetailRow extends EventRow {
  readonly request_id: string;
  readonly item_index: number;
  readonly flags: string[];
  readonly error: string | null;
  /** `null` where the request is no longer kept. */
  readonly body: Buffer | null;
  readonly body_bytes: number | null;
  readonly erased_at: Date | null;
}

const columns = `e.id, e.source_id, s.provider, s.mode, e.type, e.provider_type, e.occurred_at, e.received_at, e.transaction_id,
  e."references", e.repeat, e.state, i.seen_count, i.last_seen_at, i.has_conflict`;
const joins = `join sources s on s.id = e.source_id
  left join event_identities i on i.source_id = e.source_id and i.identity_hash = e.identity_hash`;

/** Among so many of the newest events a search looks first: what many events have is found there at once. */
const recentRows = 10_000;

/** The index on references holds read events only, and serves where that is said. */
const hasReference = '("references" @> array[?] and type is not null)';

/** Up to `limit + 1` events, newest first, after the id `after`. */
export async function findEvents(pool: Pool, query: EventsQuery, after: string | null): Promise<EventRow[]> {
  if (query.reference === undefined && query.q === undefined) {
    const conditions = rangeOf(query, after);
    addFilters(conditions, query);
    if (query.state === "pending" || query.state === "failed") return findUnfinished(pool, query, conditions);
    return readPage(pool, newestPage("events", "*", conditions, { ...query, limit: query.limit + 1 }), conditions);
  }
  const recent = rangeOf(query, after);
  const newest = `select * from events ${recent.where()} order by id desc limit ${recent.value(recentRows)}`;
  const found = await searchIn(pool, newest, recent, query);
  if (found.length > query.limit) return found;
  // What few events have is taken by its index first, and then the newest of it. Left to itself the planner walks
  // back through all events by id, hoping to meet fifty soon.
  const few = rangeOf(query, after);
  addSearch(few, query);
  return searchIn(pool, `select * from events ${few.where()}`, few, query);
}

/** There are few of them, in an index of their own: a walk through a source's newest events could pass millions before it met one. */
function findUnfinished(pool: Pool, query: EventsQuery, conditions: Conditions): Promise<EventRow[]> {
  addSource(conditions, query);
  // Said a second time without a parameter, so that the planner sees that the partial index holds them all.
  const unfinished = conditions.where("state in ('pending', 'failed')");
  return readPage(pool, `select * from events ${unfinished} order by id desc limit ${conditions.value(query.limit + 1)}`, conditions);
}

/** The whole filter of a list's query, for who walks through what it finds. */
export function eventConditions(query: EventsQuery): Conditions {
  const conditions = rangeOf(query, null);
  addFilters(conditions, query);
  addSearch(conditions, query);
  addSource(conditions, query);
  return conditions;
}

function rangeOf(query: EventsQuery, after: string | null): Conditions {
  return new Conditions()
    .addIf("id < ?::uuid", after)
    .addIf("id >= ?::uuid", query.from === undefined ? null : firstIdAt(Date.parse(query.from)))
    .addIf("id < ?::uuid", query.to === undefined ? null : firstIdAt(Date.parse(query.to)));
}

function searchIn(pool: Pool, rows: string, before: Conditions, query: EventsQuery): Promise<EventRow[]> {
  const conditions = before.next();
  addFilters(conditions, query);
  addSearch(conditions, query);
  addSource(conditions, query);
  const page = `with among as materialized (${rows}) select * from among ${conditions.where()} order by id desc limit ${conditions.value(query.limit + 1)}`;
  return readPage(pool, page, conditions);
}

async function readPage(pool: Pool, page: string, { values }: Conditions): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>(`select ${columns} from (${page}) e ${joins} order by e.id desc`, values);
  return rows;
}

/** One event with the kept body of its request. */
export async function findEvent(pool: Pool, id: string): Promise<EventDetailRow | null> {
  const { rows } = await pool.query<EventDetailRow>(
    `select ${columns}, e.request_id, e.item_index, e.flags, e.error, r.body, r.body_bytes, r.erased_at
     from events e ${joins} left join requests r on r.id = e.request_id where e.id = $1::uuid`,
    [id],
  );
  return rows[0] ?? null;
}

/** Events of these ids, oldest first. */
export async function findEventsByIds(pool: Pool, ids: readonly string[]): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>(`select ${columns} from events e ${joins} where e.id = any($1::uuid[]) order by e.id`, [ids]);
  return rows;
}

function addSource(conditions: Conditions, { sourceId, mode }: { readonly sourceId?: string | undefined; readonly mode?: string | undefined }): void {
  conditions.addIf("source_id = ?::uuid", sourceId);
  conditions.addIf("source_id in (select sources.id from sources where sources.mode = ?)", mode);
}

function addFilters(conditions: Conditions, query: EventsQuery): void {
  conditions.addIf("provider_type = ?", query.providerType).addIf("transaction_id = ?::uuid", query.transactionId).addIf("state = ?", query.state);
  const { type } = query;
  if (type === undefined || type === "*") return;
  if (type.endsWith(".*")) conditions.add("starts_with(type, ?)", type.slice(0, -1));
  else conditions.add("type = ?", type);
}

/** `q` is a public id of an event or a request, else one of the references, exactly. */
function addSearch(conditions: Conditions, query: EventsQuery): void {
  conditions.addIf(hasReference, query.reference);
  if (query.q === undefined) return;
  const text = query.q.trim();
  const eventId = parsePublicId("event", text);
  const requestId = parsePublicId("request", text);
  if (eventId !== null) conditions.add("id = ?::uuid", eventId);
  else if (requestId !== null) conditions.add("id = any(select unnest(r.event_ids) from requests r where r.id = ?::uuid)", requestId);
  else conditions.add(hasReference, text);
}
