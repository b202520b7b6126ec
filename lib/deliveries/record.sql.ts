import type { Pool } from "pg";

/** What became of a claimed delivery. */
export interface DeliveryRecord {
  readonly id: string;
  readonly leaseToken: number;
  readonly status: "pending" | "succeeded" | "failed";
  /** Until the next attempt, where there is one. */
  readonly delayMs: number | null;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  /** `null`: nothing was sent. */
  readonly attempt: AttemptRecord | null;
}

export interface AttemptRecord {
  readonly id: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly timings: { readonly dnsMs: number | null; readonly connectMs: number | null; readonly tlsMs: number | null; readonly firstByteMs: number | null };
  readonly error: string | null;
  readonly errorDetail: string | null;
  /** JSON texts. */
  readonly requestHeaders: string;
  readonly responseHeaders: string;
  readonly responseBody: Uint8Array;
  readonly responseTruncated: boolean;
}

/**
 * Only the holder of the lease may record: who was stopped for so long that somebody else took the delivery writes
 * nothing, neither state nor attempt. A delivery that was canceled meanwhile keeps its attempt and stays canceled. Of what is
 * answered about somebody who was erased nothing is kept: the target may know him still.
 */
const statement = `
with input as materialized (
  select * from unnest($1::uuid[], $2::int[], $3::text[], $4::float8[], $5::int[], $6::text[], $7::uuid[], $8::float8[], $9::float8[],
    $10::float8[], $11::float8[], $12::float8[], $13::float8[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bytea[], $19::bool[])
  as t(id, token, status, delay_ms, status_code, last_error, attempt_id, started_ms, duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms,
    error, error_detail, request_headers, response_headers, response_body, truncated)
), done as (
  update deliveries d set
    status = case when d.status = 'pending' then i.status else d.status end,
    attempt_count = d.attempt_count + (i.attempt_id is not null)::int,
    first_attempt_at = coalesce(d.first_attempt_at, to_timestamp(i.started_ms / 1000)),
    next_attempt_at = case when d.status = 'pending' and i.status = 'pending' then now() + i.delay_ms * interval '1 millisecond' end,
    leased_until = null,
    last_status_code = i.status_code,
    last_error = i.last_error,
    finished_at = case when d.status <> 'pending' then d.finished_at when i.status <> 'pending' then now() end
  from input i
  where d.id = i.id and d.lease_token = i.token
  returning d.id, d.event_id, d.attempt_count, d.replay_id, case when d.status = i.status and d.finished_at = now()::timestamptz(3) then d.status end as ended
), kept as (
  insert into attempts (id, delivery_id, number, started_at, duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, status_code, error, error_detail,
    request_headers, response_headers, response_body, response_truncated)
  select i.attempt_id, i.id, done.attempt_count, to_timestamp(i.started_ms / 1000), i.duration_ms, i.dns_ms, i.connect_ms, i.tls_ms, i.first_byte_ms, i.status_code, i.error, i.error_detail,
    i.request_headers::json, case when erased.yes then '[]'::json else i.response_headers::json end, case when erased.yes then ''::bytea else i.response_body end, i.truncated
  from input i join done on done.id = i.id
  left join lateral (
    select true as yes from events e join requests r on r.id = e.request_id
    where (select true from erasures limit 1) and e.id = done.event_id and r.erased_at is not null
  ) erased on true
  where i.attempt_id is not null
  returning 1
), counted as (
  update replays r set succeeded = r.succeeded + c.succeeded, failed = r.failed + c.failed
  from (select replay_id, count(*) filter (where ended = 'succeeded') as succeeded, count(*) filter (where ended = 'failed') as failed
    from done where replay_id is not null and ended is not null group by replay_id) c
  where r.id = c.replay_id
  returning 1
)
select id from done, (select count(*) from kept) k, (select count(*) from counted) c`;

/** Records outcomes, all or none. Returns the deliveries whose lease was still ours. */
export async function recordOutcomes(pool: Pool, records: readonly DeliveryRecord[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>({ name: "record-outcomes", text: statement, values: columnsOf(records) });
  return new Set(rows.map(({ id }) => id));
}

const nothing = Buffer.alloc(0);

function columnsOf(records: readonly DeliveryRecord[]): unknown[][] {
  const columns = Array.from({ length: 19 }, (): unknown[] => []);
  for (const { id, leaseToken, status, delayMs, lastStatusCode, lastError, attempt } of records) {
    const tried =
      attempt === null
        ? [null, null, null, null, null, null, null, null, null, null, null, null, null]
        : [
            attempt.id, attempt.startedAtMs, attempt.durationMs, attempt.timings.dnsMs, attempt.timings.connectMs, attempt.timings.tlsMs, attempt.timings.firstByteMs,
            attempt.error, attempt.errorDetail, attempt.requestHeaders, attempt.responseHeaders, asBytes(attempt.responseBody), attempt.responseTruncated,
          ];
    for (const [column, value] of [id, leaseToken, status, delayMs, lastStatusCode, lastError, ...tried].entries()) columns[column]?.push(value);
  }
  return columns;
}

function asBytes(body: Uint8Array): Buffer {
  return body.length === 0 ? nothing : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** Tells open pages that there is something new; apart from the commits, which would wait for one another with it. */
export async function tellDelivered(pool: Pool): Promise<void> {
  await pool.query("select pg_notify('countersign_live', 'delivered')");
}
