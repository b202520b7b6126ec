import type { Pool, PoolClient } from "pg";
import { providerIds } from "#lib/providers/provider";
import { providerById } from "#lib/providers/registry";

export type Connection = Pick<Pool | PoolClient, "query">;

/** What a payment, an operation or a session is called within a source. */
export interface PaymentName {
  readonly sourceId: string;
  readonly reference: string;
}

/** An event with the kept bytes of its request, its source's settings, and what was read out of it before. */
export interface StoredMessage {
  readonly id: string;
  readonly requestId: string;
  readonly itemIndex: number;
  readonly sourceId: string;
  readonly provider: string;
  readonly mode: string;
  /** JSON as text: most events of a set share it. */
  readonly settings: string;
  readonly receivedAt: Date;
  /** Hex. */
  readonly identity: string;
  /** Hex; only where a message keeps its signature although its status was changed. */
  readonly contentHash: string | null;
  readonly hasCopies: boolean;
  /** JSON as text, only where the provider's adapter looks at it. */
  readonly headers: string | null;
  readonly body: Uint8Array;
  /** What it said of a customer was overwritten. */
  readonly erased: boolean;
  readonly state: string;
  readonly type: string | null;
  readonly providerType: string | null;
  readonly occurredAt: Date | null;
  readonly references: readonly string[];
  readonly flags: readonly string[];
  readonly repeat: boolean;
  readonly transactionId: string | null;
  readonly paymentReference: string | null;
  readonly paymentSession: string | null;
}

/** An honest copy of an event that came later: the same identity and the same signed content, perhaps other details. */
export type StoredCopy = Pick<StoredMessage, "id" | "requestId" | "itemIndex" | "headers" | "body" | "erased">;

const readingHeaders = providerIds.filter((id) => providerById(id).readsHeaders === true);
const leavingStatusUnsigned = providerIds.filter((id) => providerById(id).leavesStatusUnsigned === true);

/** Literals of our own, and no parameters: they are known when the statement is planned. */
const among = (ids: readonly string[]): string => `s.provider in (${ids.map((id) => `'${id}'`).join(", ")})`;
const headers = `case when ${among(readingHeaders)} then r.headers::text end as headers`;

const columns = `e.id, e.request_id as "requestId", e.item_index as "itemIndex", e.source_id as "sourceId", s.provider, s.mode, s.settings::text as settings,
  e.received_at as "receivedAt", encode(e.identity_hash, 'hex') as identity, case when ${among(leavingStatusUnsigned)} then encode(i.content_hash, 'hex') end as "contentHash",
  coalesce(i.seen_count, 1) > 1 as "hasCopies", ${headers}, r.body, r.erased_at is not null as erased, e.state, e.type, e.provider_type as "providerType", e.occurred_at as "occurredAt",
  e."references", e.flags, e.repeat, e.transaction_id as "transactionId", e.payment_reference as "paymentReference", e.payment_session as "paymentSession"`;
const joins = `join sources s on s.id = e.source_id join requests r on r.id = e.request_id
  left join event_identities i on i.source_id = e.source_id and i.identity_hash = e.identity_hash`;

export async function loadMessages(on: Connection, ids: readonly string[]): Promise<StoredMessage[]> {
  const { rows } = await on.query<StoredMessage>({ name: "load-messages", text: `select ${columns} from events e ${joins} where e.id = any($1::uuid[])`, values: [ids] });
  return rows;
}

/**
 * A condition that no index can serve. Of what is looked up by name the name alone finds a row or a handful; an equality of
 * the source would let the planner, whose figures are of when the tables were empty, walk everything that a source ever
 * sent (measured: 680 ms and 75 000 pages a set instead of 3 ms).
 */
export const sameSource = (table: string): string => `${table}.source_id is not distinct from n.source_id`;

/** Every event that was read as one about these payments, operations or sessions. */
export async function loadMembers(on: Connection, names: readonly PaymentName[]): Promise<StoredMessage[]> {
  const { rows } = await on.query<StoredMessage>({
    name: "load-members",
    text: `select ${columns} from unnest($1::uuid[], $2::text[]) n(source_id, reference)
      join events e on e.payment_reference = n.reference and ${sameSource("e")} ${joins}`,
    values: pairsOf(names),
  });
  return rows;
}

/** The payments that were made in these sessions. */
export async function loadPaymentsOfSessions(on: Connection, sessions: readonly PaymentName[]): Promise<PaymentName[]> {
  const { rows } = await on.query<PaymentName>({
    name: "load-payments-of-sessions",
    text: `select distinct e.source_id as "sourceId", e.payment_reference as reference from unnest($1::uuid[], $2::text[]) n(source_id, session)
      join events e on e.payment_session = n.session and ${sameSource("e")} where e.payment_reference is not null`,
    values: pairsOf(sessions),
  });
  return rows;
}

export async function loadCopies(on: Connection, eventIds: readonly string[]): Promise<StoredCopy[]> {
  const { rows } = await on.query<StoredCopy>({
    name: "load-copies",
    text: `select c.event_id as id, c.request_id as "requestId", c.item_index as "itemIndex", ${headers}, r.body, r.erased_at is not null as erased
      from event_copies c join requests r on r.id = c.request_id join sources s on s.id = r.source_id where c.event_id = any($1::uuid[])`,
    values: [eventIds],
  });
  return rows;
}

/** Both ends of every link that begins or ends at one of these names. */
export async function loadLinks(on: Connection, names: readonly PaymentName[]): Promise<PaymentLink[]> {
  const { rows } = await on.query<PaymentLink>({
    name: "load-links",
    text: `select l.source_id as "sourceId", l.operation, l.payment from unnest($1::uuid[], $2::text[]) n(source_id, name)
        join payment_links l on l.operation = n.name and ${sameSource("l")}
      union all
      select l.source_id, l.operation, l.payment from unnest($1::uuid[], $2::text[]) n(source_id, name)
        join payment_links l on l.payment = n.name and ${sameSource("l")}`,
    values: pairsOf(names),
  });
  return rows;
}

export interface PaymentLink {
  readonly sourceId: string;
  readonly operation: string;
  readonly payment: string;
}

export async function insertLinks(on: Connection, links: readonly PaymentLink[]): Promise<void> {
  await on.query({
    name: "insert-links",
    text: "insert into payment_links (source_id, operation, payment) select * from unnest($1::uuid[], $2::text[], $3::text[]) order by 1, 2, 3 on conflict do nothing",
    values: [links.map(({ sourceId }) => sourceId), links.map(({ operation }) => operation), links.map(({ payment }) => payment)],
  });
}

/**
 * Has everybody else who folds these payments wait until the end of this transaction. Locks are taken in one order by
 * all, so that nobody waits in a ring.
 */
export async function lockPayments(on: Connection, names: readonly PaymentName[]): Promise<void> {
  await on.query({
    name: "lock-payments",
    text: `select count(pg_advisory_xact_lock(key)) from (
        select distinct hashtextextended(n.source_id || ' ' || n.reference, 7) as key from unnest($1::text[], $2::text[]) n(source_id, reference) order by 1
      ) keys`,
    values: pairsOf(names),
  });
}

export function pairsOf(names: readonly PaymentName[]): [string[], string[]] {
  return [names.map(({ sourceId }) => sourceId), names.map(({ reference }) => reference)];
}
