import type { Pool } from "pg";
import { firstIdAt, parsePublicId } from "#lib/platform/ids";
import { Conditions } from "./conditions.ts";
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
}

const columns = `e.id, e.source_id, s.provider, s.mode, e.type, e.provider_type, e.occurred_at, e.received_at, e.transaction_id,
  e."references", e.repeat, e.state, i.seen_count, i.last_seen_at, i.has_conflict`;
const joins = `join sources s on s.id = e.source_id
  left join event_identities i on i.source_id = e.source_id and i.identity_hash = e.identity_hash`;

/** Up to `limit + 1` events, newest first, after the id `after`. */
export async function findEvents(pool: Pool, query: EventsQuery, after: string | null): Promise<EventRow[]> {
  const conditions = new Conditions()
    .addIf("id < ?::uuid", after)
    .addIf("id >= ?::uuid", query.from === undefined ? null : firstIdAt(Date.parse(query.from)))
    .addIf("id < ?::uuid", query.to === undefined ? null : firstIdAt(Date.parse(query.to)))
    .addIf("source_id = ?::uuid", query.sourceId)
    .addIf("provider_type = ?", query.providerType)
    .addIf("transaction_id = ?::uuid", query.transactionId)
    .addIf('"references" @> array[?]', query.reference);
  addType(conditions, query.type);
  if (query.q !== undefined) addSearch(conditions, query.q);
  const limit = conditions.value(query.limit + 1);
  // By mode: the newest of each source of that mode, so that a mode with few events costs no walk through the other's.
  const page =
    query.mode === undefined || query.sourceId !== undefined
      ? `select * from events ${conditions.where(...modeOfSource(conditions, query))} order by id desc limit ${limit}`
      : `select found.* from sources, lateral (
           select * from events ${conditions.where("source_id = sources.id")} order by id desc limit ${limit}
         ) found where sources.mode = ${conditions.value(query.mode)} order by found.id desc limit ${limit}`;
  const { rows } = await pool.query<EventRow>(`select ${columns} from (${page}) e ${joins} order by e.id desc`, conditions.values);
  return rows;
}

/** One event with the kept body of its request. */
export async function findEvent(pool: Pool, id: string): Promise<EventDetailRow | null> {
  const { rows } = await pool.query<EventDetailRow>(
    `select ${columns}, e.request_id, e.item_index, e.flags, e.error, r.body, r.body_bytes
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

function modeOfSource(conditions: Conditions, query: EventsQuery): string[] {
  return query.mode === undefined ? [] : [`exists (select 1 from sources where sources.id = source_id and sources.mode = ${conditions.value(query.mode)})`];
}

function addType(conditions: Conditions, type: string | undefined): void {
  if (type === undefined || type === "*") return;
  if (type.endsWith(".*")) conditions.add("starts_with(type, ?)", type.slice(0, -1));
  else conditions.add("type = ?", type);
}

/** A public id of an event or a request, else one of the references, exactly. */
function addSearch(conditions: Conditions, q: string): void {
  const text = q.trim();
  const eventId = parsePublicId("event", text);
  const requestId = parsePublicId("request", text);
  if (eventId !== null) conditions.add("id = ?::uuid", eventId);
  else if (requestId !== null) conditions.add("id = any(select unnest(r.event_ids) from requests r where r.id = ?::uuid)", requestId);
  else conditions.add('"references" @> array[?]', text);
}
