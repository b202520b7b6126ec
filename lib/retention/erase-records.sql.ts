import type { Pool, PoolClient } from "pg";
import type { Transaction } from "#lib/platform/database/client";

export type Connection = Pick<Pool | PoolClient, "query">;

export interface ErasureRow {
  readonly id: string;
  readonly pseudonym: string;
  readonly sealedReference: string;
  readonly sourceIds: readonly string[];
}

export interface Erased {
  readonly transactions: number;
  readonly requests: number;
  readonly attempts: number;
}

/** Takes an erasure for the rest of this transaction, if it runs and nobody else has it. */
export async function takeErasure(client: Connection, id: string): Promise<ErasureRow | null> {
  const { rows } = await client.query<ErasureRow>(
    `select id, pseudonym, sealed_reference as "sealedReference", source_ids as "sourceIds" from erasures where id = $1 and state = 'running' and sealed_reference is not null for update skip locked`,
    [id],
  );
  return rows[0] ?? null;
}

export async function countErased(client: Connection, id: string, { transactions, requests, attempts }: Erased): Promise<void> {
  await client.query("update erasures set transactions = transactions + $2, requests = requests + $3, attempts = attempts + $4 where id = $1", [id, transactions, requests, attempts]);
}

/** What named the customer is gone with it: also from views, rebuilds and replays that were asked for by it. */
export async function finishErasure(client: Connection, id: string): Promise<void> {
  await client.query("update erasures set state = 'completed', sealed_reference = null, finished_at = now() where id = $1", [id]);
}

export async function readCounts(pool: Pool, id: string): Promise<(Erased & { readonly pseudonym: string }) | null> {
  const { rows } = await pool.query<Erased & { pseudonym: string }>("select pseudonym, transactions, requests, attempts from erasures where id = $1", [id]);
  return rows[0] ?? null;
}

export async function failErasure(pool: Pool, id: string, error: string): Promise<void> {
  await pool.query("update erasures set state = 'failed', error = $2, finished_at = now() where id = $1 and state = 'running'", [id, error]);
}

export async function addErasureJob(on: Pool | PoolClient, id: string, delayMs = 0): Promise<void> {
  await on.query("select graphile_worker.add_job('erase', json_build_object('erasureId', $1::uuid), job_key => 'erase:' || $1, priority => 5, run_at => now() + $2 * interval '1 millisecond')", [id, delayMs]);
}

export async function addFirstErasureJob(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`select graphile_worker.add_job('erase', json_build_object('erasureId', ${id}::uuid), job_key => ${`erase:${id}`}, priority => 5)`;
}

/** The truth is the row: an erasure that runs and has no job that could still run gets one. */
export async function wakeErasures(pool: Pool): Promise<void> {
  await pool.query(`
    select graphile_worker.add_job('erase', json_build_object('erasureId', r.id), job_key => 'erase:' || r.id, priority => 5)
    from erasures r where r.state = 'running'
      and not exists (select 1 from graphile_worker.jobs j where j.key = 'erase:' || r.id and j.attempts < j.max_attempts)`);
}

export interface TransactionToErase {
  readonly id: string;
  readonly sourceId: string;
  readonly reference: string;
  /** JSON text. */
  readonly details: string;
  readonly note: string | null;
}

/** The next transactions of a customer; erased ones are not found any more. */
export async function findTransactionsToErase(client: Connection, reference: string, sourceIds: readonly string[], limit: number): Promise<TransactionToErase[]> {
  const { rows } = await client.query<TransactionToErase>(
    `select id, source_id as "sourceId", reference, details::text as details, resolution_note as note from transactions where search @> array['customer:' || $1::text] and source_id = any($2::uuid[]) order by id limit $3`,
    [reference, sourceIds, limit],
  );
  return rows;
}

export async function writeErasedTransaction(client: Connection, id: string, details: string, search: readonly string[], customerReference: string, note: string | null): Promise<void> {
  await client.query("update transactions set details = $2::json, search = $3::text[], customer_reference = $4, resolution_note = $5, erased_at = now(), version = version + 1, updated_at = now() where id = $1", [id, details, search, customerReference, note]);
}

/** The next messages that name the customer still: those of no transaction, and of one that was erased before they came. */
export async function findLooseEvents(client: Connection, reference: string, sourceIds: readonly string[], limit: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(`select id from events where "references" @> array[$1::text] and type is not null and source_id = any($2::uuid[]) order by id limit $3`, [reference, sourceIds, limit]);
  return rows.map(({ id }) => id);
}

/** The next calls that hold the customer's name in one of these forms, and became no event, or one that nobody could read yet. */
export async function findTroubleRequests(client: Connection, forms: readonly Buffer[], sourceIds: readonly string[], limit: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select r.id from (
       select id from requests where outcome in ('rejected', 'quarantined') and source_id = any($2::uuid[])
       union select request_id from events where state in ('pending', 'failed') and source_id = any($2::uuid[])
     ) t join requests r on r.id = t.id
     where r.erased_at is null and exists (select 1 from unnest($1::bytea[]) f(form) where position(f.form in r.body) > 0)
     order by r.id limit $3`,
    [forms, sourceIds, limit],
  );
  return rows.map(({ id }) => id);
}

/** The next validations that the customer asked for, with the calls that asked. Rules see customers in lower case. */
export async function findValidations(client: Connection, reference: string, sourceIds: readonly string[], limit: number): Promise<{ id: string; requestId: string }[]> {
  const { rows } = await client.query<{ id: string; requestId: string }>(
    `select id, request_id as "requestId" from validations where source_id = any($2::uuid[]) and input->>'customer' = lower(trim($1::text)) order by id limit $3`,
    [reference, sourceIds, limit],
  );
  return rows;
}

/** Decisions and what velocity counts stay; the customer's name in what the rules saw does not, nor a mail address in the merchant's own variables. */
export async function renameInValidations(client: Connection, ids: readonly string[], reference: string, pseudonym: string): Promise<void> {
  await client.query(
    `update validations v set input = (
       select json_object_agg(key, case when json_typeof(value) = 'string' and lower(value #>> '{}') = lower(trim($2::text)) then to_json($3::text)
         when key like 'variable_' and value #>> '{}' like '%@%' then to_json('***'::text) else value end) from json_each(v.input)
     ) where id = any($1::uuid[])`,
    [ids, reference, pseudonym],
  );
}

/** Whether a message that came before the erasure was asked for is being read at this moment: what it becomes has to be looked at. */
export async function isBeingRead(client: Connection, sourceIds: readonly string[], erasureId: string): Promise<boolean> {
  const { rows } = await client.query<{ waits: boolean }>("select exists (select 1 from events where state = 'pending' and source_id = any($1::uuid[]) and id < $2::uuid) as waits", [sourceIds, erasureId]);
  return rows[0]?.waits === true;
}

/** Every call that brought one of these events: the first, honest copies, repeats and conflicts. */
export async function findRequestsOf(client: Connection, eventIds: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with told as materialized (
       select e.id, e.request_id, e.source_id, i.seen_count, i.last_seen_at from events e
       left join event_identities i on i.source_id = e.source_id and i.identity_hash = e.identity_hash where e.id = any($1::uuid[])
     )
     select request_id as id from told
     union select c.request_id from event_copies c where c.event_id = any($1::uuid[])
     union select k.request_id from kept_readings k where k.event_id = any($1::uuid[])
     union select r.id from told, lateral (
       select id from requests where source_id = told.source_id and id >= told.request_id and received_at <= told.last_seen_at and event_ids @> array[told.id]
     ) r where told.seen_count > 1`,
    [eventIds],
  );
  return rows.map(({ id }) => id);
}

export interface BodyToErase {
  readonly id: string;
  readonly provider: string;
  readonly eventIds: readonly string[];
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export async function lockBodies(client: Connection, requestIds: readonly string[]): Promise<BodyToErase[]> {
  const { rows } = await client.query<BodyToErase>(
    `select r.id, s.provider, r.event_ids as "eventIds", r.headers, r.body from requests r join sources s on s.id = r.source_id where r.id = any($1::uuid[]) order by r.id for update of r`,
    [requestIds],
  );
  return rows;
}

/** Its signature never matches again: masked, as if card numbers had been overwritten. */
export async function writeErasedRequest(client: Connection, id: string, body: Buffer, headers: readonly (readonly [string, string])[]): Promise<void> {
  await client.query("update requests set body = $2, headers = $3::json, masked = true, erased_at = now() where id = $1", [id, body, JSON.stringify(headers)]);
}

/** Which events of which items of a call are to be erased. */
export async function itemIndexesOf(client: Connection, requestId: string, eventIds: readonly string[]): Promise<number[]> {
  const { rows } = await client.query<{ at: number }>("select (array_position(event_ids, e.id) - 1)::int as at from requests r, unnest($2::uuid[]) e(id) where r.id = $1 and e.id = any(r.event_ids)", [requestId, eventIds]);
  return rows.map(({ at }) => at);
}

/** The names that events are found by. */
export async function renameInEvents(client: Connection, eventIds: readonly string[], reference: string, pseudonym: string): Promise<void> {
  await client.query(`update events set "references" = array_replace("references", $2::text, $3::text) where id = any($1::uuid[]) and "references" @> array[$2::text]`, [eventIds, reference, pseudonym]);
}

export async function renameInReadings(client: Connection, eventIds: readonly string[], reference: string, pseudonym: string): Promise<void> {
  await client.query(
    `update kept_readings set "references" = array_replace("references", $2::text, $3::text),
       reading = case when reading #>> '{details,customer,reference}' = $2::text then jsonb_set(reading, '{details,customer,reference}', to_jsonb($3::text)) else reading end
     where event_id = any($1::uuid[])`,
    [eventIds, reference, pseudonym],
  );
}

export async function lockSnapshots(client: Connection, eventIds: readonly string[]): Promise<{ eventId: string; envelope: string }[]> {
  const { rows } = await client.query<{ eventId: string; envelope: string }>(`select event_id as "eventId", envelope from event_snapshots where event_id = any($1::uuid[]) for update`, [eventIds]);
  return rows;
}

export async function writeSnapshot(client: Connection, eventId: string, envelope: string): Promise<void> {
  await client.query("update event_snapshots set envelope = $2 where event_id = $1", [eventId, envelope]);
}

/** What targets answered: nobody knows what of it is about the person. */
export async function emptyAttempts(client: Connection, eventIds: readonly string[]): Promise<number> {
  const { rowCount } = await client.query(
    `update attempts set response_body = ''::bytea, response_headers = '[]'::json
     where delivery_id in (select id from deliveries where event_id = any($1::uuid[])) and (response_body <> ''::bytea or response_headers::text <> '[]')`,
    [eventIds],
  );
  return rowCount ?? 0;
}

/**
 * Answers that are kept for repeated calls lose their bodies where they name the customer. Nobody writes one until this
 * transaction ends, and then sees that it did: no answer that was made before slips in behind.
 */
export async function forgetAnswers(client: Connection, reference: string): Promise<void> {
  await client.query("lock table idempotent_answers in share row exclusive mode");
  await client.query(
    `update idempotent_answers set body = null
     where body is not null and (jsonb_path_exists(body, '$.** ? (@ == $name)', jsonb_build_object('name', $1::text))
       or (length($1) >= 4 and position(substr(to_jsonb($1::text)::text, 2, length(to_jsonb($1::text)::text) - 2) in body::text) > 0))`,
    [reference],
  );
}

/** Views whose query may hold the customer's name, for as long as the transaction lasts. */
export async function lockViews(client: Connection): Promise<{ id: string; query: string }[]> {
  const { rows } = await client.query<{ id: string; query: string }>("select id, query from saved_views where query ~ '(^|&)(q|customer|reference)=' order by id for update");
  return rows;
}

export async function writeView(client: Connection, id: string, query: string): Promise<void> {
  await client.query("update saved_views set query = $2 where id = $1", [id, query]);
}

/** Filters that somebody used: what they looked for is the customer's name. */
export async function renameInFilters(client: Connection, reference: string, pseudonym: string): Promise<void> {
  for (const table of ["rebuilds", "replays"]) {
    await client.query(`update ${table} set filter = (select jsonb_object_agg(key, case when value = to_jsonb($1::text) then to_jsonb($2::text) else value end) from jsonb_each(filter)) where filter <> '{}' and exists (select 1 from jsonb_each(filter) where value = to_jsonb($1::text))`, [reference, pseudonym]);
  }
}
