import type { PoolClient } from "pg";
import type { Finding } from "./finding.ts";

const nothing = { sourceId: null, endpointId: null, loud: false, level: 0, newestAt: null, opens: true } as const;

/** Refused requests of this hour and the one before: five or more and a tenth of all open an alert; some within half an hour keep it. */
export async function findVerificationFailures(client: PoolClient, now: Date): Promise<Finding[]> {
  const { rows } = await client.query<{ source_id: string; rejected: number; total: number; last_at: Date; since: Date }>(
    `select c.source_id, sum(c.count) filter (where c.outcome = 'rejected')::float8 as rejected, sum(c.count)::float8 as total,
        max(c.last_at) filter (where c.outcome = 'rejected') as last_at, date_trunc('hour', $1::timestamptz - interval '1 hour', 'UTC') as since
      from request_counts c join sources s on s.id = c.source_id and s.deleted_at is null and s.status <> 'archived'
      where c.hour >= date_trunc('hour', $1::timestamptz - interval '1 hour', 'UTC') and c.hour <= $1
      group by c.source_id having sum(c.count) filter (where c.outcome = 'rejected') > 0`,
    [now],
  );
  return rows
    .filter(({ rejected, total, last_at }) => rejected / total >= 0.05 && now.getTime() - last_at.getTime() < 30 * 60_000)
    .map(({ source_id, rejected, total, since }) => ({
      ...nothing,
      rule: "verification_failures",
      subject: source_id,
      sourceId: source_id,
      facts: { rejected, total, since: clockTime(since) },
      opens: rejected >= 5 && rejected / total >= 0.1,
    }));
}

/** No message that was verified for longer than somebody asked to be told of. */
export async function findSilence(client: PoolClient, now: Date): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; minutes: number; last_at: Date }>(
    `select s.id, s.silence_alarm_minutes as minutes, greatest(s.created_at, l.last_at) as last_at
      from sources s left join lateral (
        select max(last_at) as last_at from (
          select last_at from request_counts c where c.source_id = s.id and c.outcome <> 'rejected' and c.hour <= $1 order by c.hour desc limit 50) recent) l on true
      where s.deleted_at is null and s.status = 'active' and s.silence_alarm_minutes is not null
        and greatest(s.created_at, l.last_at) < $1::timestamptz - s.silence_alarm_minutes * interval '1 minute'`,
    [now],
  );
  return rows.map(({ id, minutes, last_at }) => ({ ...nothing, rule: "source_silent", subject: id, sourceId: id, facts: { minutes, lastAt: moment(last_at) } }));
}

const mostCounted = 1_000;

/** Requests of the last 30 days that were signed and could not be used. Those that were answered as taken are loud. */
export async function findQuarantine(client: PoolClient, _now: Date, firstId: string): Promise<Finding[]> {
  // The outcome stands in the text, since the small index of rare rows is only used for outcomes known beforehand.
  const { rows } = await client.query<{ id: string; provider: string; count: number; newest_at: Date }>(
    `select s.id, s.provider, q.count, q.newest_at from (
        select source_id, count(*)::int as count, max(received_at) as newest_at from (
          select source_id, received_at from requests where outcome = 'quarantined' and id >= $1::uuid order by id desc limit ${String(mostCounted)}) r
        group by source_id) q
      join sources s on s.id = q.source_id and s.deleted_at is null and s.status <> 'archived'`,
    [firstId],
  );
  return rows.map(({ id, provider, count, newest_at }) => ({
    ...nothing,
    rule: "messages_quarantined",
    subject: id,
    sourceId: id,
    loud: provider === "adyen",
    newestAt: newest_at,
    facts: { count },
  }));
}

/** Events that the worker could not read. */
export async function findFailedEvents(client: PoolClient): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; count: number; newest_at: Date }>(
    `select source_id as id, count(*)::int as count, max(received_at) as newest_at
      from (select source_id, received_at from events where state = 'failed' order by id desc limit ${String(mostCounted)}) e group by source_id`,
  );
  return rows.map(({ id, count, newest_at }) => ({ ...nothing, rule: "events_failed", subject: id, sourceId: id, newestAt: newest_at, facts: { count } }));
}

/** Payments with an anomaly that nobody acknowledged. */
export async function findAnomalies(client: PoolClient): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; count: number; newest_at: Date }>(
    `select t.source_id as id, count(distinct a.transaction_id)::int as count, max(a.raised_at) as newest_at
      from (select transaction_id, raised_at from transaction_anomalies where acknowledged_at is null order by transaction_id desc limit ${String(mostCounted)}) a
      join transactions t on t.id = a.transaction_id group by t.source_id`,
  );
  return rows.map(({ id, count, newest_at }) => ({ ...nothing, rule: "anomalies", subject: id, sourceId: id, newestAt: newest_at, facts: { count } }));
}

/**
 * Keys that end within 14, 3 or 1 days and that something still depends on: the last of their source, or in use within a day.
 * And for 30 days after its end the last one, since everything that its source is sent is refused.
 */
export async function findExpiringKeys(client: PoolClient, now: Date): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; source_id: string; fingerprint: string; expires_at: Date; is_last: boolean }>(
    `select k.id, k.source_id, k.fingerprint, k.expires_at, k.is_last from (
        select k.*, not exists (select 1 from source_keys o where o.source_id = k.source_id and o.id <> k.id and o.revoked_at is null and o.active_from <= $1
            and (o.expires_at is null or o.expires_at > k.expires_at)) as is_last,
          exists (select 1 from request_counts c where c.source_id = k.source_id and c.key_id = k.id and c.hour > $1::timestamptz - interval '25 hours' and c.last_at > $1::timestamptz - interval '1 day') as in_use
        from source_keys k join sources s on s.id = k.source_id and s.deleted_at is null and s.status <> 'archived'
        where k.revoked_at is null and k.expires_at > $1::timestamptz - interval '30 days' and k.expires_at <= $1::timestamptz + interval '14 days') k
      where k.is_last or (k.in_use and k.expires_at > $1)`,
    [now],
  );
  return rows.map(({ id, source_id, fingerprint, expires_at, is_last }) => {
    const days = [0, 1, 3].find((most) => expires_at.getTime() - now.getTime() <= most * 86_400_000) ?? 14;
    return {
      ...nothing,
      rule: "key_expiring",
      subject: id,
      sourceId: source_id,
      loud: days === 0,
      level: [14, 3, 1, 0].indexOf(days),
      facts: { fingerprint, days, expiresAt: moment(expires_at), isLast: is_last ? "yes" : "no" },
    };
  });
}

/** `21 Nov 2026, 13:05`, in UTC. */
export function moment(at: Date): string {
  const [, day, month, year] = /^\w+, (\d+) (\w+) (\d+)/.exec(at.toUTCString()) ?? [];
  return `${Number(day)} ${month ?? ""} ${year ?? ""}, ${clockTime(at)}`;
}

function clockTime(at: Date): string {
  return at.toISOString().slice(11, 16);
}
