import type { Pool } from "pg";

/** Longer than an attempt and its recording; a dead worker's deliveries are taken over after it. */
export const leaseMs = 40_000;

export interface Want {
  readonly targetId: string;
  /** Deliveries to take at most. */
  readonly most: number;
  /** Of these, what is kept free of new ones where older ones wait. */
  readonly reserved: number;
}

/** A delivery that is ours until its lease ends, with all that its message is made of. */
export interface Claimed {
  readonly id: string;
  readonly eventId: string;
  readonly targetId: string;
  readonly replayId: string | null;
  readonly attemptCount: number;
  readonly attemptsBefore: number;
  readonly firstAttemptAtMs: number | null;
  readonly leaseToken: number;
  /** The database's clock. */
  readonly nowMs: number;
  /** `null`: the event or its request is no longer kept. */
  readonly source: { readonly id: string; readonly provider: string; readonly status: string; readonly settings: unknown } | null;
  readonly itemIndex: number;
  readonly receivedAtMs: number;
  readonly type: string | null;
  /** JSON text. */
  readonly headers: string;
  readonly body: Uint8Array;
  readonly masked: boolean;
  readonly envelope: string | null;
}

const due = "status = 'pending' and held_source_id is null and next_attempt_at <= now() and (leased_until is null or leased_until < now())";

/**
 * Takes what is due, by target: first attempts of the last minute, then older ones, then retries and replays, so that
 * nothing new waits behind them. Rows that another worker takes at this moment are passed over.
 */
const statement = `
with want as materialized (
  select * from unnest($1::uuid[], $2::int[], $3::int[]) as w(target_id, most, reserved)
), fresh as materialized (
  select d.* from want w, lateral (
    select id, target_id from deliveries
    where target_id = w.target_id and id >= $4::uuid and attempt_count = 0 and replay_id is null and ${due}
    order by id limit w.most - w.reserved for update skip locked) d
), older as materialized (
  select d.* from want w, lateral (
    select id, target_id from deliveries
    where target_id = w.target_id and id < $4::uuid and attempt_count = 0 and replay_id is null and ${due}
    order by id limit w.most - (select count(*) from fresh f where f.target_id = w.target_id) for update skip locked) d
), later as materialized (
  select d.* from want w, lateral (
    select id, target_id from deliveries
    where target_id = w.target_id and (attempt_count > 0 or replay_id is not null) and ${due}
    order by next_attempt_at
    limit w.most - (select count(*) from fresh f where f.target_id = w.target_id) - (select count(*) from older o where o.target_id = w.target_id)
    for update skip locked) d
), taken as (
  update deliveries d set lease_token = d.lease_token + 1, leased_until = now() + interval '${String(leaseMs)} milliseconds'
  from (select id from fresh union all select id from older union all select id from later) picked
  where d.id = picked.id
  returning d.id, d.event_id, d.target_id, d.replay_id, d.attempt_count, d.attempts_before, d.first_attempt_at, d.lease_token
)
select t.id, t.event_id, t.target_id, t.replay_id, t.attempt_count, t.attempts_before, t.lease_token,
  extract(epoch from t.first_attempt_at)::float8 * 1000 as first_attempt_ms, extract(epoch from clock_timestamp())::float8 * 1000 as now_ms,
  s.id as source_id, s.provider, s.status as source_status, s.settings, e.item_index, e.type,
  extract(epoch from e.received_at)::float8 * 1000 as received_ms, r.headers::text as headers, r.body, r.masked, n.envelope
from taken t
left join events e on e.id = t.event_id
left join requests r on r.id = e.request_id
left join sources s on s.id = e.source_id
left join event_snapshots n on n.event_id = t.event_id
order by t.id`;

interface Row {
  readonly id: string;
  readonly event_id: string;
  readonly target_id: string;
  readonly replay_id: string | null;
  readonly attempt_count: number;
  readonly attempts_before: number;
  readonly lease_token: number;
  readonly first_attempt_ms: number | null;
  readonly now_ms: number;
  readonly source_id: string | null;
  readonly provider: string;
  readonly source_status: string;
  readonly settings: unknown;
  readonly item_index: number;
  readonly type: string | null;
  readonly received_ms: number;
  readonly headers: string | null;
  readonly body: Buffer | null;
  readonly masked: boolean;
  readonly envelope: string | null;
}

/** Takes deliveries that are due; each is ours for `leaseMs`. `freshFromId`: from here on a first attempt is a new one. */
export async function claimDue(pool: Pool, wants: readonly Want[], freshFromId: string): Promise<Claimed[]> {
  const { rows } = await pool.query<Row>({
    name: "claim-due",
    text: statement,
    values: [wants.map(({ targetId }) => targetId), wants.map(({ most }) => most), wants.map(({ reserved }) => reserved), freshFromId],
  });
  return rows.map(claimedOf);
}

function claimedOf(row: Row): Claimed {
  return {
    id: row.id,
    eventId: row.event_id,
    targetId: row.target_id,
    replayId: row.replay_id,
    attemptCount: row.attempt_count,
    attemptsBefore: row.attempts_before,
    firstAttemptAtMs: row.first_attempt_ms,
    leaseToken: row.lease_token,
    nowMs: row.now_ms,
    source: row.source_id === null || row.body === null ? null : { id: row.source_id, provider: row.provider, status: row.source_status, settings: row.settings },
    itemIndex: row.item_index,
    receivedAtMs: row.received_ms,
    type: row.type,
    headers: row.headers ?? "[]",
    body: row.body ?? new Uint8Array(0),
    masked: row.masked,
    envelope: row.envelope,
  };
}
