import { type Connection, pairsOf, type PaymentName, sameSource, type StoredMessage } from "./stored-messages.sql.ts";

/** A message whose event or bytes are gone, with what it said. */
export interface KeptMessage extends StoredMessage {
  readonly reading: unknown;
}

/** Both are there between the keeping of a month and its end: then the message itself counts. */
const isGone = "not exists (select 1 from events e join requests r on r.id = e.request_id where e.id = k.event_id)";

const columns = `k.event_id as id, k.request_id as "requestId", k.item_index as "itemIndex", k.source_id as "sourceId", s.provider, s.mode, s.settings::text as settings, k.received_at as "receivedAt",
        encode(k.identity_hash, 'hex') as identity, encode(k.content_hash, 'hex') as "contentHash", true as "hasCopies", null as headers, ''::bytea as body, false as erased,
        'processed' as state, k.type, k.provider_type as "providerType", k.occurred_at as "occurredAt", k."references", k.flags, k.repeat, k.transaction_id as "transactionId",
        k.payment_reference as "paymentReference", k.payment_session as "paymentSession", k.reading`;

/** Every message about these payments, operations or sessions of which only a reading is kept. */
export async function loadKeptMembers(on: Connection, names: readonly PaymentName[]): Promise<KeptMessage[]> {
  const { rows } = await on.query<KeptMessage>({
    name: "load-kept-members",
    text: `select ${columns}
      from unnest($1::uuid[], $2::text[]) n(source_id, reference)
      join kept_readings k on k.payment_reference = n.reference and ${sameSource("k")} join sources s on s.id = k.source_id where not k.is_copy and ${isGone}`,
    values: pairsOf(names),
  });
  return rows;
}

/** Those of these messages of which only a reading is kept. */
export async function loadKeptMessages(on: Connection, eventIds: readonly string[]): Promise<KeptMessage[]> {
  if (eventIds.length === 0) return [];
  const { rows } = await on.query<KeptMessage>({
    name: "load-kept-messages",
    text: `select ${columns} from kept_readings k join sources s on s.id = k.source_id where k.event_id = any($1::uuid[]) and not k.is_copy and ${isGone}`,
    values: [eventIds],
  });
  return rows;
}

export interface KeptCopy {
  readonly id: string;
  readonly references: readonly string[];
  readonly reading: unknown;
}

export async function loadKeptCopies(on: Connection, eventIds: readonly string[]): Promise<KeptCopy[]> {
  const { rows } = await on.query<KeptCopy>({
    name: "load-kept-copies",
    text: `select k.event_id as id, k."references", k.reading from kept_readings k
      where k.event_id = any($1::uuid[]) and k.is_copy
        and not exists (select 1 from event_copies c join requests r on r.id = c.request_id where c.event_id = k.event_id and c.request_id = k.request_id)`,
    values: [eventIds],
  });
  return rows;
}

/** The payments that were made in these sessions, as far as only readings tell. */
export async function loadKeptPaymentsOfSessions(on: Connection, sessions: readonly PaymentName[]): Promise<PaymentName[]> {
  const { rows } = await on.query<PaymentName>({
    name: "load-kept-payments-of-sessions",
    text: `select distinct k.source_id as "sourceId", k.payment_reference as reference from unnest($1::uuid[], $2::text[]) n(source_id, session)
      join kept_readings k on k.payment_session = n.session and ${sameSource("k")} where k.payment_reference is not null`,
    values: pairsOf(sessions),
  });
  return rows;
}

export interface ReadingToKeep {
  readonly message: StoredMessage;
  readonly requestId: string;
  readonly itemIndex: number;
  readonly isCopy: boolean;
  readonly references: readonly string[];
  /** JSON text. */
  readonly reading: string;
}

export async function insertReadings(on: Connection, rows: readonly ReadingToKeep[]): Promise<void> {
  const json = rows.map(({ message, requestId, itemIndex, isCopy, references, reading }) => ({
    event_id: message.id, request_id: requestId, item_index: itemIndex, is_copy: isCopy, source_id: message.sourceId, identity: message.identity, content: message.contentHash, received_at: message.receivedAt,
    type: message.type ?? "", provider_type: message.providerType ?? "", occurred_at: message.occurredAt, refs: references, flags: message.flags, repeat: message.repeat,
    transaction_id: message.transactionId, payment_reference: message.paymentReference, payment_session: message.paymentSession, reading,
  }));
  await on.query({
    text: `insert into kept_readings (event_id, request_id, item_index, is_copy, source_id, identity_hash, content_hash, received_at, type, provider_type, occurred_at, "references", flags, repeat, transaction_id, payment_reference, payment_session, reading)
      select event_id, request_id, item_index, is_copy, source_id, decode(identity, 'hex'), decode(content, 'hex'), received_at, type, provider_type, occurred_at,
        array(select json_array_elements_text(refs)), array(select json_array_elements_text(flags)), repeat, transaction_id, payment_reference, payment_session, reading::jsonb
      from json_to_recordset($1::json) as t(event_id uuid, request_id uuid, item_index smallint, is_copy boolean, source_id uuid, identity text, content text, received_at timestamptz, type text, provider_type text,
        occurred_at timestamptz, refs json, flags json, repeat boolean, transaction_id uuid, payment_reference text, payment_session text, reading text)
      on conflict do nothing`,
    values: [JSON.stringify(json)],
  });
}

interface RangeToKeep {
  readonly from: string;
  readonly to: string;
  /** Left out: all of them. */
  readonly sourceId?: string;
}

/** The next read events about payments whose own bytes or row lie in a range of ids, and of which no reading is kept yet. */
export async function findEventsToKeep(on: Connection, table: "requests" | "events", range: RangeToKeep, limit: number): Promise<string[]> {
  const inRange =
    table === "events"
      ? "select e.id, e.request_id, e.state, e.payment_reference, e.payment_session from events e where e.id >= $1::uuid and e.id < $2::uuid and ($4::uuid is null or e.source_id = $4)"
      : "select e.id, e.request_id, e.state, e.payment_reference, e.payment_session from requests r, unnest(r.event_ids) m(id) join events e on e.id = m.id where r.id >= $1::uuid and r.id < $2::uuid and e.request_id = r.id and ($4::uuid is null or r.source_id = $4)";
  const { rows } = await on.query<{ id: string }>(
    `select e.id from (${inRange}) e where e.state = 'processed' and (e.payment_reference is not null or e.payment_session is not null)
       and exists (select 1 from requests r where r.id = e.request_id)
       and not exists (select 1 from kept_readings k where k.event_id = e.id and not k.is_copy) limit $3`,
    [range.from, range.to, limit, range.sourceId ?? null],
  );
  return rows.map(({ id }) => id);
}

/** The next events with a copy whose bytes lie in a range of ids and of which no reading is kept yet, or whose own row goes. */
export async function findCopiesToKeep(on: Connection, table: "requests" | "events", range: RangeToKeep, limit: number): Promise<string[]> {
  const column = table === "events" ? "c.event_id" : "c.request_id";
  const { rows } = await on.query<{ id: string }>(
    `select distinct c.event_id as id from event_copies c join requests r on r.id = c.request_id join events e on e.id = c.event_id
     where ${column} >= $1::uuid and ${column} < $2::uuid and ($4::uuid is null or e.source_id = $4) and e.state = 'processed' and (e.payment_reference is not null or e.payment_session is not null)
       and not exists (select 1 from kept_readings k where k.event_id = c.event_id and k.request_id = c.request_id and k.item_index = c.item_index) limit $3`,
    [range.from, range.to, limit, range.sourceId ?? null],
  );
  return rows.map(({ id }) => id);
}

const keeping = "hashtextextended('readings are kept or erased', 0)";

/** Until the end of the transaction no piece of an erasure begins; waits for one that did. */
export async function holdOffErasures(on: Connection): Promise<void> {
  await on.query(`select pg_advisory_xact_lock_shared(${keeping})`);
}

/** The other side of it: waits until what is being kept is kept, and lets nobody keep until the end of the transaction. */
export async function holdOffKeeping(on: Connection): Promise<void> {
  await on.query(`select pg_advisory_xact_lock(${keeping})`);
}
