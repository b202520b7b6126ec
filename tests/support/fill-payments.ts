import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { ensurePartitions } from "#lib/platform/database/partitions.sql";

export interface FilledPayments {
  readonly transactions: number;
  /** Of each transaction. */
  readonly events: number;
  /** The newest so many events have a request with a body. */
  readonly requests?: number;
  /** Over how many days up to `endMs` they are spread. */
  readonly days: number;
  readonly endMs: number;
}

const providers = ["adyen", "stripe", "praxis", "prahsys", "gateway", "standard-webhooks"] as const;

/** A word by weights out of a thousand, from a number that is spread evenly below 1000. */
function pick(number: string, weights: Readonly<Record<string, number>>): string {
  let below = 0;
  const cases = Object.entries(weights).map(([word, weight]) => `when ${number} < ${String((below += weight))} then '${word}'`);
  return `case ${cases.join(" ")} end`;
}

/** The same number for the same row and salt, spread evenly from 0. */
const spread = (salt: string, below: number): string => `((hashint8extended(n, hashtext('${salt}')) & 2147483647) % ${String(below)})`;

const uuid = (ms: string, salt: string): string => `(lpad(to_hex(${ms}), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(md5('${salt}' || n), 1, 15))::uuid`;

/**
 * Fills a database with payments in a believable mix, made by PostgreSQL itself: a million transactions with three
 * million events take some minutes. The oldest has the lowest id. Sources are named after their providers.
 */
export async function fillPayments(pool: Pool, fill: FilledPayments): Promise<void> {
  const startMs = fill.endMs - fill.days * 86_400_000;
  await ensurePartitions(pool, { fromMs: startMs - 86_400_000, toMs: fill.endMs + 86_400_000 });
  for (const [at, provider] of providers.entries()) {
    await pool.query("insert into sources (id, provider, name, mode, settings, updated_at) values ($1, $2, $2, $3, '{}', now()) on conflict do nothing", [sourceId(at), provider, at === 5 ? "test" : "live"]);
  }
  const piece = 10_000;
  const client = await pool.connect();
  try {
    await client.query("set synchronous_commit = off; set statement_timeout = 0; set work_mem = '64MB'");
    for (let first = 0; first < fill.transactions; first += piece) {
      const last = Math.min(first + piece, fill.transactions) - 1;
      const stepMs = (fill.days * 86_400_000 - 7_200_000) / fill.transactions;
      await client.query(`create temp table made as ${madeRows(first, last, startMs, stepMs)}`);
      await client.query(transactionRows);
      await client.query(anomalyRows);
      for (let event = 0; event < fill.events; event += 1) await client.query(eventRows(event));
      await client.query("drop table made");
    }
    if (fill.requests !== undefined) await client.query(requestRows(fill.requests));
  } finally {
    client.release();
  }
  await pool.query("analyze transactions; analyze transaction_anomalies; analyze events; analyze requests; analyze sources");
  await settle(pool);
}

/** What autovacuum does while an installation runs: without it no index is read alone. The last commits may not be on disk at the first try. */
async function settle(pool: Pool): Promise<void> {
  for (let attempt = 1; attempt <= 40; attempt += 1) {
    await pool.query("vacuum transactions");
    const { rows } = await pool.query<{ settled: boolean }>("select relallvisible >= relpages * 0.99 as settled from pg_class where oid = 'transactions'::regclass");
    if (rows[0]?.settled === true) return;
    await sleep(250);
  }
  throw new Error("the filled table never settled: something holds an old snapshot");
}

function sourceId(at: number): string {
  return `01900000-0000-7000-8000-00000000000${String(at)}`;
}

function madeRows(first: number, last: number, startMs: number, stepMs: number): string {
  const provider = `case when ${spread("source", 1000)} < 400 then 0 when ${spread("source", 1000)} < 650 then 1 when ${spread("source", 1000)} < 800 then 2 when ${spread("source", 1000)} < 900 then 3 when ${spread("source", 1000)} < 980 then 4 else 5 end`;
  return `select *, case kind when 'payout' then 'paid' when 'refund' then 'pending' else
      ${pick("of_status", { captured: 620, failed: 160, refunded: 70, authorized: 50, partially_refunded: 35, canceled: 30, expired: 20, pending: 9, created: 4, partially_captured: 2 })} end as status,
      case currency when 'JPY' then 0 when 'CLP' then 0 when 'BHD' then 3 else 2 end as exponent
    from (select n, ms, ${uuid("ms", "t")} as id, to_timestamp(ms / 1000.0) as at,
      ('01900000-0000-7000-8000-00000000000' || ${provider})::uuid as source_id,
      case when ${provider} = 5 then 'test' else 'live' end as mode,
      'pay_' || substr(md5('p' || n), 1, 20) as reference, 'order-' || n as order_reference,
      case when ${spread("kind", 1000)} < 988 then 'payment' when ${spread("kind", 1000)} < 999 then 'payout' else 'refund' end as kind,
      ${spread("status", 1000)} as of_status,
      ${pick(spread("dispute", 1000), { none: 992, open: 3, chargeback: 3, lost: 1, reversed: 1 })} as dispute,
      ${pick(spread("currency", 1000), { EUR: 600, USD: 200, GBP: 100, SEK: 40, PLN: 30, JPY: 20, BHD: 9, CLP: 1 })} as currency,
      (100 + ${spread("amount", 200)} * ${spread("amount2", 500)} + case when ${spread("round", 10)} < 3 then 0 else ${spread("cents", 100)} end)::bigint as minor,
      ${pick(spread("method", 1000), { card: 800, ideal: 90, paypal: 80, sepa: 25, wallet: 4, klarna: 1 })} as method,
      case when ${spread("test", 100)} = 0 then '4242' else lpad(${spread("last4", 10_000)}::text, 4, '0') end as last4,
      'cus_' || ${spread("customer", 200_000)} as customer
    from (select n, (${String(startMs)}::bigint + (n * ${String(stepMs)}::float8)::bigint) as ms from generate_series(${String(first)}::bigint, ${String(last)}) n) numbers) rows`;
}

/** As `writeDetails` writes it. */
const money = (minor: string): string => `(${minor}) || ' ' || currency || ' ' || exponent`;
const eventId = (at: number): string => uuid(`ms + ${String(at * 900_000)}`, `e${String(at)}`);
const captured = "case when status in ('captured', 'refunded', 'partially_refunded') then minor when status = 'partially_captured' then minor / 2 else 0 end";
const refunded = "case when status = 'refunded' then minor when status = 'partially_refunded' then minor / 3 else 0 end";

const transactionRows = `insert into transactions (id, source_id, reference, mode, kind, status, folded_status, dispute, unlinked, currency, exponent, amount_minor,
    authorized_minor, captured_minor, refunded_minor, disputed_minor, method_type, method_brand, last4, customer_reference, search, details, created_at, updated_at,
    resolution_status, resolution_note, resolution_by, resolution_at)
  select id, source_id, reference, mode, kind, status, status, dispute, kind = 'refund', currency, exponent, minor,
    minor, ${captured}, ${refunded}, case when dispute in ('chargeback', 'lost') then minor else 0 end, method, case when method = 'card' then 'visa' end, last4, customer,
    array[reference, order_reference, 'op_' || substr(reference, 5), 'last4:' || last4, 'customer:' || customer, 'email:person' || substr(customer, 5) || '@example.com'],
    json_build_object('amount', ${money("minor")},
      'amounts', json_build_object('authorized', ${money("minor")}, 'captured', ${money(captured)}, 'refunded', ${money(refunded)}, 'disputed', ${money("0")}),
      'method', json_build_object('type', method, 'brand', case when method = 'card' then 'visa' end, 'last4', last4),
      'customer', json_build_object('reference', customer, 'name', 'Person ' || customer, 'email', 'person' || substr(customer, 5) || '@example.com', 'country', 'DE'),
      'avs', json_build_object('result', 'match', 'providerCode', 'Y'), 'references', array[reference, order_reference, 'op_' || substr(reference, 5)],
      'operations', json_build_array(json_build_object('kind', 'capture', 'reference', 'op_' || substr(reference, 5), 'state', 'done', 'amount', ${money("minor")},
        'events', array[1], 'decidedBy', 1)),
      'why', json_build_object('status', json_build_array('captured', 1)),
      'eventIds', array[${eventId(0)}, ${eventId(1)}, ${eventId(2)}]),
    at, at + interval '30 minutes',
    case when n % 2000 = 7 and status = 'captured' then status end, case when n % 2000 = 7 and status = 'captured' then 'by hand' end, case when n % 2000 = 7 and status = 'captured' then 'Ann' end, case when n % 2000 = 7 and status = 'captured' then at end
  from made`;

const anomalyRows = `insert into transaction_anomalies (transaction_id, code, evidence, raised_at, acknowledged_at)
  select id, ${pick(spread("anomaly", 1000), { amount_changed: 700, refunded_over_captured: 200, capture_without_authorization: 100 })}, '{"eventIds":[],"evidence":{}}', at, case when n % 400 < 200 then at end
  from made where n % 200 = 3`;

const eventRows = (at: number): string => `insert into events (id, request_id, item_index, source_id, identity_hash, received_at, state, type, provider_type, occurred_at, "references", transaction_id, payment_reference)
  select ${eventId(at)}, ${uuid(`ms + ${String(at * 900_000)}`, `r${String(at)}`)}, 0, source_id, decode(md5('${String(at)}' || n), 'hex'), at + interval '${String(at * 15)} minutes', 'processed',
    ${at === 0 ? "'payment.authorized'" : at === 1 ? "case when status = 'failed' then 'payment.failed' else 'payment.completed' end" : "case when status = 'refunded' then 'refund.completed' else 'payment.pending' end"},
    ${at === 0 ? "'AUTHORISATION'" : at === 1 ? "'CAPTURE'" : "'NOTE'"}, at + interval '${String(at * 15)} minutes', array[reference, order_reference], id, reference
  from made`;

const requestRows = (count: number): string => `insert into requests (id, source_id, received_at, kind, outcome, answered_status, event_ids, headers, body, body_bytes, body_hash)
  select request_id, source_id, received_at, 'notification', 'accepted', 200, array[id], '[]', body, length(body), identity_hash
  from (select e.*, convert_to('{"id":"' || payment_reference || '","note":"' || md5(id::text) || '","filler":"' || repeat(md5(request_id::text), 35) || '"}', 'UTF8') as body
    from (select * from events order by id desc limit ${String(count)}) e) made`;
