import type { Pool } from "pg";
import { Conditions } from "#lib/events/conditions";
import { firstIdAt, idTime } from "#lib/platform/ids";
import type { DeliveriesQuery, DeliveryFilter } from "./delivery-queries.ts";

export interface DeliveryRow {
  readonly id: string;
  readonly event_id: string;
  readonly event_type: string | null;
  readonly target_id: string;
  readonly replay_id: string | null;
  readonly copy_url: string | null;
  readonly endpoint_url: string | null;
  readonly status: string;
  readonly attempt_count: number;
  readonly next_attempt_at: Date | null;
  readonly held: boolean;
  readonly last_status_code: number | null;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

export interface AttemptRow {
  readonly id: string;
  readonly number: number;
  readonly started_at: Date;
  readonly duration_ms: number;
  readonly dns_ms: number | null;
  readonly connect_ms: number | null;
  readonly tls_ms: number | null;
  readonly first_byte_ms: number | null;
  readonly status_code: number | null;
  readonly error: string | null;
  readonly error_detail: string | null;
  readonly request_headers: unknown;
  readonly response_headers: unknown;
  readonly response_body: Buffer;
  readonly response_truncated: boolean;
}

const columns = `d.id, d.event_id, e.type as event_type, d.target_id, d.replay_id, d.url as copy_url, p.url as endpoint_url, d.status, d.attempt_count, d.next_attempt_at,
  d.held_source_id is not null as held, d.last_status_code, d.last_error, d.created_at, d.finished_at`;
const joins = "left join endpoints p on p.id = d.target_id left join events e on e.id = d.event_id";

/** What is pending has partial indexes of three kinds, what is of one event of two: said so, the planner sees them. */
const pendingKinds = `(status = 'pending' and attempt_count = 0 and replay_id is null and held_source_id is null
  or status = 'pending' and (attempt_count > 0 or replay_id is not null) and held_source_id is null
  or status = 'pending' and held_source_id is not null)`;

/** Up to `limit + 1` deliveries, newest first, after the id `after`. */
export async function findDeliveries(pool: Pool, query: DeliveriesQuery, after: string | null): Promise<DeliveryRow[]> {
  const conditions = conditionsOf(query, after);
  const limit = conditions.value(query.limit + 1);
  const { rows } = await pool.query<DeliveryRow>(`select ${columns} from (${pageOf(query, conditions, limit)}) d ${joins} order by d.id desc`, conditions.values);
  return rows;
}

function pageOf({ status, endpointId, eventId, replayId }: DeliveriesQuery, conditions: Conditions, limit: string): string {
  const isNarrow = eventId !== undefined || replayId !== undefined;
  if ((status === "failed" || status === "canceled") && endpointId === undefined && !isNarrow) {
    // Target by target, each by the index of its own: a walk through all deliveries could pass millions before it met one.
    return `select f.* from (select id from endpoints union all select id from replays where url is not null) t,
      lateral (select * from deliveries ${conditions.where("target_id = t.id")} order by id desc limit ${limit}) f order by f.id desc limit ${limit}`;
  }
  if (status === "pending" || isNarrow) return `with among as materialized (select * from deliveries ${conditions.where()}) select * from among order by id desc limit ${limit}`;
  return `select * from deliveries ${conditions.where()} order by id desc limit ${limit}`;
}

function conditionsOf(filter: DeliveryFilter, after: string | null): Conditions {
  const conditions = new Conditions()
    .addIf("id < ?::uuid", after)
    .addIf("id >= ?::uuid", filter.from === undefined ? null : firstIdAt(Date.parse(filter.from)))
    .addIf("id < ?::uuid", filter.to === undefined ? null : firstIdAt(Date.parse(filter.to)))
    .addIf("target_id = ?::uuid", filter.endpointId)
    .addIf("(event_id = ?::uuid and replay_id is null or event_id = ?::uuid and replay_id is not null)", filter.eventId)
    .addIf("replay_id = ?::uuid", filter.replayId);
  // Said as text, so that the planner sees that a partial index holds them all.
  if (filter.status === "pending") conditions.add(`(${pendingKinds} and ?::boolean)`, true);
  else if (filter.status === "failed") conditions.add("(status = 'failed' and ?::boolean)", true);
  else if (filter.status === "canceled") conditions.add("(status = 'canceled' and ?::boolean)", true);
  else conditions.addIf("status = ?", filter.status);
  return conditions;
}

/** The oldest that a filter finds after an id, and how many there are in all. */
export async function findToRetry(pool: Pool, filter: DeliveryFilter & { readonly status: "failed" | "canceled" | "pending" }, after: string | null, most: number): Promise<{ readonly ids: string[]; readonly total: number }> {
  const conditions = conditionsOf(filter, null).addIf("id > ?::uuid", after);
  const { rows } = await pool.query<{ id: string; total: string }>(
    `with among as materialized (select id from deliveries ${conditions.where()}) select id, (select count(*) from among) as total from among order by id limit ${conditions.value(most)}`,
    conditions.values,
  );
  return { ids: rows.map(({ id }) => id), total: Number(rows[0]?.total ?? 0) };
}

export async function findDeliveriesByIds(pool: Pool, ids: readonly string[]): Promise<DeliveryRow[]> {
  const { rows } = await pool.query<DeliveryRow>(`select ${columns} from deliveries d ${joins} where d.id = any($1::uuid[]) order by d.id`, [ids]);
  return rows;
}

/** Of each event its newest deliveries, up to so many, oldest first. */
export async function findDeliveriesOfEvents(pool: Pool, eventIds: readonly string[], mostOfEach: number): Promise<DeliveryRow[]> {
  if (eventIds.length === 0) return [];
  const { rows } = await pool.query<DeliveryRow>(
    `select ${columns} from (
       select found.* from unnest($1::uuid[]) wanted(event_id), lateral (
         select * from (
           (select * from deliveries where event_id = wanted.event_id and replay_id is null order by id desc limit $2)
           union all
           (select * from deliveries where event_id = wanted.event_id and replay_id is not null order by id desc limit $2)
         ) kinds order by id desc limit $2
       ) found
     ) d ${joins} order by d.id`,
    [eventIds, mostOfEach],
  );
  return rows;
}

/** Deliveries whose newest attempts are these. */
export async function findDeliveriesOfAttempts(pool: Pool, attemptIds: readonly string[]): Promise<(DeliveryRow & { readonly attempt_id: string })[]> {
  const { rows } = await pool.query<DeliveryRow & { readonly attempt_id: string }>(
    `select ${columns}, a.id as attempt_id from attempts a join deliveries d on d.id = a.delivery_id ${joins} where a.id = any($1::uuid[])`,
    [attemptIds],
  );
  return rows;
}

/** The machine that made a delivery may be ahead of the one that sent it. */
const clocksApartMs = 3_600_000;

/** Oldest first. No month before the delivery's is looked at. */
export async function findAttempts(pool: Pool, deliveryId: string): Promise<AttemptRow[]> {
  const { rows } = await pool.query<AttemptRow>("select * from attempts where delivery_id = $1 and id >= $2 order by id", [deliveryId, firstIdAt(idTime(deliveryId) - clocksApartMs)]);
  return rows;
}
