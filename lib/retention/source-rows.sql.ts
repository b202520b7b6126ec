import type { Pool } from "pg";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import type { RetainedKind, Waiting } from "./months.sql.ts";

/** Between which ids rows lie. */
export interface IdRange {
  readonly from: string;
  readonly to: string;
}

const inRange = (column: string): string => `${column} >= $2::uuid and ${column} < $3::uuid`;
const anyOf = (table: string): string => `exists (select 1 from ${table} r where r.source_id = s.id and ${inRange("r.id")})`;

/** An attempt names no source: its delivery's event does, or what was kept of that. */
const sourceOfDelivery = "coalesce((select e.source_id from events e where e.id = d.event_id), (select k.source_id from kept_readings k where k.event_id = d.event_id limit 1))";

/**
 * Attempts of unknown sources may be anybody's: while there is one at all, everybody counts of whom it is not known that
 * theirs are gone.
 */
const holds: Readonly<Record<RetainedKind, string>> = {
  requests: `${anyOf("requests")} or ${anyOf("validations")}`,
  events: anyOf("events"),
  attempts: `exists (select 1 from attempts a where ${inRange("a.id")}) and not exists (select 1 from retention_progress p where p.source_id = s.id and p.attempts_before >= $3::uuid)`,
};

/** Those of the sources that have rows of a kind in a range. */
export async function findSourcesIn(pool: Pool, kind: RetainedKind, sourceIds: readonly string[], { from, to }: IdRange): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(`select s.id from unnest($1::uuid[]) s(id) where ${holds[kind]}`, [sourceIds, from, to]);
  return new Set(rows.map(({ id }) => id));
}

/** How many rows each of the sources has in a range; those without any are left out. */
export async function countRowsOf(pool: Pool, kind: RetainedKind, sourceIds: readonly string[], { from, to }: IdRange): Promise<Map<string, number>> {
  const told =
    kind === "attempts"
      ? `select ${sourceOfDelivery} as source_id from attempts a join deliveries d on d.id = a.delivery_id where ${inRange("a.id")}`
      : `select r.source_id from ${kind} r where r.source_id = any($1::uuid[]) and ${inRange("r.id")}`;
  const { rows } = await pool.query<{ id: string; count: number }>(`select source_id as id, count(*)::float8 as count from (${told}) t where source_id = any($1::uuid[]) group by 1`, [sourceIds, from, to]);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** What is not done yet of single sources' events; those of which everything is done are left out. */
export async function countWaitingOf(pool: Pool, sourceIds: readonly string[], { from, to }: IdRange): Promise<Map<string, Waiting>> {
  const { rows } = await pool.query<{ id: string; events: number; deliveries: number }>(
    `select source_id as id, sum(event)::int as events, sum(delivery)::int as deliveries from (
       select source_id, 1 as event, 0 as delivery from events where state = 'pending' and ${inRange("id")}
       union all
       select e.source_id, 0, 1 from deliveries d join events e on e.id = d.event_id where d.status = 'pending' and ${inRange("d.event_id")} and ${inRange("e.id")}) w
     where source_id = any($1::uuid[]) group by 1`,
    [sourceIds, from, to],
  );
  return new Map(rows.map(({ id, ...waiting }) => [id, waiting]));
}

export interface Piece {
  readonly ids: readonly string[];
  /** Where the next one begins; `null`: there is none. */
  readonly next: string | null;
}

/** The next rows of a source in a range, in the order of their ids. */
export async function findPiece(pool: Pool, table: "requests" | "validations" | "events", sourceId: string, { from, to }: IdRange, limit: number): Promise<Piece> {
  const { rows } = await pool.query<{ id: string }>(`select r.id from ${table} r where r.source_id = $1 and ${inRange("r.id")} order by r.id limit $4`, [sourceId, from, to, limit + 1]);
  const ids = rows.map(({ id }) => id);
  return { ids: ids.slice(0, limit), next: ids[limit] ?? null };
}

/** Each half is an index of its own. */
const hasPending = "(exists (select 1 from deliveries d where d.event_id = e.id and d.replay_id is null and d.status = 'pending') or exists (select 1 from deliveries d where d.event_id = e.id and d.replay_id is not null and d.status = 'pending'))";

const isOfPayment = "e.state = 'processed' and (e.payment_reference is not null or e.payment_session is not null)";
/** Read since somebody looked whether there is anything to keep. */
const isUnkept =
  `(${isOfPayment} and not exists (select 1 from kept_readings k where k.event_id = e.id and not k.is_copy) and exists (select 1 from requests o where o.id = e.request_id))`;
const isCopyUnkept =
  "not exists (select 1 from kept_readings k where k.event_id = c.event_id and k.request_id = c.request_id and k.item_index = c.item_index)";

/** Whatever became unfinished, or was read, since somebody looked stays. */
const deletions = {
  requests: `with gone as (
      delete from requests r where r.id = any($1::uuid[]) and ${inRange("r.id")}
        and not exists (select 1 from unnest(r.event_ids) m(id) join events e on e.id = m.id where e.state = 'pending' or ${hasPending} or (e.request_id = r.id and ${isUnkept}))
        and not exists (select 1 from unnest(r.event_ids) m(id) join event_copies c on c.event_id = m.id and c.request_id = r.id join events e on e.id = m.id where ${isOfPayment} and ${isCopyUnkept})
      returning r.id)
    select count(*)::int as rows from gone`,
  validations: `with gone as (delete from validations r where r.id = any($1::uuid[]) and ${inRange("r.id")} returning r.id) select count(*)::int as rows from gone`,
  events: `with gone as (
      delete from events e where e.id = any($1::uuid[]) and ${inRange("e.id")} and e.state <> 'pending' and not ${hasPending} and not ${isUnkept}
        and not exists (select 1 from event_copies c join requests o on o.id = c.request_id where c.event_id = e.id and ${isOfPayment} and ${isCopyUnkept}) returning e.id),
    snapshots as (delete from event_snapshots s using gone where s.event_id = gone.id and ${inRange("s.event_id")}),
    copies as (delete from event_copies c using gone where c.event_id = gone.id)
    select count(*)::int as rows from gone`,
};

export async function deletePiece(pool: Pool, table: keyof typeof deletions, ids: readonly string[], { from, to }: IdRange): Promise<number> {
  return inTransaction(pool, async (client) => {
    // Whoever changes one of them now is waited for, so that the deletion sees all that he made of it.
    await client.query(`select from ${table} r where r.id = any($1::uuid[]) and ${inRange("r.id")} order by r.id for update`, [ids, from, to]);
    const { rows } = await client.query<{ rows: number }>(deletions[table], [ids, from, to]);
    return rows[0]?.rows ?? 0;
  });
}

/** Deletes a source's among the next attempts in a range. */
export async function deleteAttempts(pool: Pool, sourceId: string, { from, to }: IdRange, limit: number): Promise<{ readonly rows: number; readonly next: string | null }> {
  const { rows } = await pool.query<{ rows: number; next: string | null }>(
    `with piece as materialized (select id, delivery_id from attempts where ${inRange("id")} order by id limit $4),
       gone as (delete from attempts a using piece p join deliveries d on d.id = p.delivery_id where a.id = p.id and ${inRange("a.id")} and ${sourceOfDelivery} = $1::uuid returning a.id)
     select (select count(*)::int from gone) as rows, (select id from attempts where ${inRange("id")} order by id offset $4 limit 1) as next`,
    [sourceId, from, to, limit],
  );
  return rows[0] ?? { rows: 0, next: null };
}

/** Below which id a source has no attempts any more. */
export async function readAttemptsBefore(pool: Pool, sourceId: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>("select attempts_before as id from retention_progress where source_id = $1", [sourceId]);
  return rows[0]?.id ?? null;
}

export async function writeAttemptsBefore(pool: Pool, sourceId: string, id: string): Promise<void> {
  await pool.query(
    `insert into retention_progress as kept (source_id, attempts_before) values ($1, $2)
     on conflict (source_id) do update set attempts_before = excluded.attempts_before where kept.attempts_before < excluded.attempts_before`,
    [sourceId, id],
  );
}

const identitiesAtOnce = 10_000;

/** As `forgetIdentities`, of one source. */
export async function forgetIdentitiesOf(pool: Pool, sourceId: string, { before, beforeMs }: { readonly before: string; readonly beforeMs: number }): Promise<void> {
  for (let gone = identitiesAtOnce; gone === identitiesAtOnce; ) {
    const { rowCount } = await pool.query(
      `delete from event_identities where ctid = any(array(select i.ctid from event_identities i where i.source_id = $1 and i.event_id < $2::uuid and i.last_seen_at < $3
         and not exists (select 1 from events e where e.id = i.event_id) limit $4))`,
      [sourceId, before, new Date(beforeMs), identitiesAtOnce],
    );
    gone = rowCount ?? 0;
  }
}
