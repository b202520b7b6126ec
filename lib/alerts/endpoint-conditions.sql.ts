import type { PoolClient } from "pg";
import type { Finding } from "./finding.ts";
import { moment } from "./source-conditions.sql.ts";

const nothing = { sourceId: null, endpointId: null, loud: false, level: 0, newestAt: null, opens: true } as const;

/** Attempts of the last hour: ten failures and half of all open an alert, a fifth keeps it. */
export async function findFailingDeliveries(client: PoolClient, now: Date): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; failed: number; total: number }>(
    `select e.id, sum(f.failed)::float8 as failed, sum(f.failed + f.succeeded)::float8 as total
      from endpoints e join endpoint_figures f on f.endpoint_id = e.id and f.at > $1::timestamptz - interval '70 minutes' and f.at <= $1
      where e.deleted_at is null and e.status = 'enabled' group by e.id having sum(f.failed) > 0`,
    [now],
  );
  return rows
    .filter(({ failed, total }) => failed / total >= 0.2)
    .map(({ id, failed, total }) => ({ ...nothing, rule: "deliveries_failing", subject: id, endpointId: id, facts: { failed, total }, opens: failed >= 10 && failed / total >= 0.5 }));
}

/** Circuits that are open; half open ones keep their alert. */
export async function findOpenCircuits(client: PoolClient): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; circuit: string }>(
    "select e.id, h.circuit from endpoints e join endpoint_health h on h.endpoint_id = e.id where e.deleted_at is null and e.status <> 'disabled' and h.circuit <> 'closed'",
  );
  return rows.map(({ id, circuit }) => ({ ...nothing, rule: "circuit_open", subject: id, endpointId: id, facts: {}, opens: circuit === "open" }));
}

/** Endpoints that we disabled ourselves. */
export async function findDisabledEndpoints(client: PoolClient): Promise<Finding[]> {
  const { rows } = await client.query<{ id: string; reason: string }>(
    "select id, disabled_reason as reason from endpoints where deleted_at is null and status = 'disabled' and disabled_reason in ('gone', 'failing')",
  );
  return rows.map(({ id, reason }) => ({ ...nothing, rule: "endpoint_disabled", subject: id, endpointId: id, loud: true, facts: { reason } }));
}

/** What waits for longer than it should: events that nobody reads, deliveries of endpoints that nothing holds back. */
export async function findOldQueue(client: PoolClient, now: Date): Promise<Finding[]> {
  const events = await client.query<{ received_at: Date }>("select received_at from events where state = 'pending' order by id limit 1");
  const deliveries = await client.query<{ id: string; due_at: Date }>(
    `select e.id, d.due_at from endpoints e left join endpoint_health h on h.endpoint_id = e.id,
      lateral (select min(at) as due_at from (
        (select next_attempt_at as at from deliveries where target_id = e.id and status = 'pending' and attempt_count = 0 and replay_id is null and held_source_id is null order by id limit 1)
        union all
        (select next_attempt_at from deliveries where target_id = e.id and status = 'pending' and attempt_count > 0 and replay_id is null and held_source_id is null order by next_attempt_at limit 1)) oldest) d
      where e.deleted_at is null and e.status = 'enabled' and coalesce(h.circuit, 'closed') = 'closed' and coalesce(h.hold_until, '-infinity') < $1::timestamptz - interval '2 minutes'
        and d.due_at < $1::timestamptz - interval '2 minutes'`,
    [now],
  );
  const oldEvents = events.rows.filter(({ received_at }) => now.getTime() - received_at.getTime() > 2 * 60_000);
  return [
    ...oldEvents.map(({ received_at }): Finding => ({ ...nothing, rule: "queue_old", subject: "events", facts: { queue: "events", since: moment(received_at) }, opens: now.getTime() - received_at.getTime() > 5 * 60_000 })),
    ...deliveries.rows.map(({ id, due_at }): Finding => ({ ...nothing, rule: "queue_old", subject: id, endpointId: id, facts: { queue: "deliveries", since: moment(due_at) }, opens: now.getTime() - due_at.getTime() > 10 * 60_000 })),
  ];
}

/** Seconds without a heartbeat after which nobody works. */
const silentSeconds = 90;

/** Whether any worker is alive. */
export async function findMissingWorker(client: PoolClient, now: Date): Promise<Finding[]> {
  const { rows } = await client.query<{ at: Date | null }>("select max(last_beat_at) as at from worker_heartbeats");
  const at = rows[0]?.at ?? null;
  if (at !== null && now.getTime() - at.getTime() < silentSeconds * 1_000) return [];
  return [{ ...nothing, rule: "worker_missing", subject: "worker", loud: true, facts: { lastBeatAt: at === null ? "never" : moment(at) } }];
}
