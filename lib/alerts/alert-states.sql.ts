import type { PoolClient } from "pg";
import type { Transaction } from "#lib/platform/database/client";
import { newId } from "#lib/platform/ids";
import type { AlertRule, AlertState } from "./alert-shape.ts";
import type { Finding } from "./finding.ts";

const given = "unnest($2::text[], $3::text[], $4::boolean[], $5::int[], $6::timestamptz[], $7::text[]) as f(rule, subject, loud, level, newest_at, facts)";

function columns(findings: readonly Finding[]): unknown[] {
  return [
    findings.map(({ rule }) => rule),
    findings.map(({ subject }) => subject),
    findings.map(({ loud }) => loud),
    findings.map(({ level }) => level),
    findings.map(({ newestAt }) => newestAt),
    findings.map(({ facts }) => JSON.stringify(facts)),
  ];
}

/** Opens an alert for each finding that has none yet: decided by the unique index, also between two workers. Returns those opened. */
export async function openAlerts(client: PoolClient, findings: readonly Finding[], now: Date): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `insert into alerts (id, rule, subject, loud, level, facts, source_id, endpoint_id, opened_at, last_seen_at)
      select f.id, f.rule, f.subject, f.loud, f.level, f.facts::jsonb, f.source_id, f.endpoint_id, $1, $1
      from unnest($2::text[], $3::text[], $4::boolean[], $5::int[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[]) as f(rule, subject, loud, level, facts, id, source_id, endpoint_id)
      order by f.rule, f.subject
      on conflict (rule, subject) where state <> 'resolved' do nothing returning id`,
    [
      now,
      findings.map(({ rule }) => rule),
      findings.map(({ subject }) => subject),
      findings.map(({ loud }) => loud),
      findings.map(({ level }) => level),
      findings.map(({ facts }) => JSON.stringify(facts)),
      findings.map(() => newId()),
      findings.map(({ sourceId }) => sourceId),
      findings.map(({ endpointId }) => endpointId),
    ],
  );
  return rows.map(({ id }) => id);
}

/** Opens again what got worse, or what somebody acknowledged before the newest of it happened. Returns those opened again. */
export async function reopenAlerts(client: PoolClient, findings: readonly Finding[], now: Date): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `update alerts a set state = 'open', level = f.level, facts = f.facts::jsonb, last_seen_at = greatest(a.last_seen_at, $1), acknowledged_at = null, acknowledged_by = null
      from ${given} where a.rule = f.rule and a.subject = f.subject and a.state <> 'resolved'
        and (f.level > a.level or (a.state = 'acknowledged' and f.newest_at > a.acknowledged_at)) returning a.id`,
    [now, ...columns(findings)],
  );
  return rows.map(({ id }) => id);
}

/** Keeps what is still found, with its newest figures. */
export async function keepAlerts(client: PoolClient, findings: readonly Finding[], now: Date): Promise<void> {
  await client.query(
    `update alerts a set last_seen_at = greatest(a.last_seen_at, $1), level = f.level, loud = f.loud, facts = f.facts::jsonb
      from ${given} where a.rule = f.rule and a.subject = f.subject and a.state <> 'resolved'`,
    [now, ...columns(findings)],
  );
}

/** Ends the alerts of a rule that were not found for so long. Returns those that ended. */
export async function resolveAlerts(client: PoolClient, rule: AlertRule, foundSubjects: readonly string[], calmMinutes: number, now: Date): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `update alerts set state = 'resolved', resolved_at = $1 where rule = $2 and state <> 'resolved' and not subject = any($3::text[])
      and last_seen_at <= $1::timestamptz - $4 * interval '1 minute' returning id`,
    [now, rule, foundSubjects, calmMinutes],
  );
  return rows.map(({ id }) => id);
}

/** With the queue's growing waits these last for about 15 hours: a mail server that is away for a night loses no alert. */
const mostTries = 12;

export interface AlertChanged {
  readonly alertId: string;
  readonly state: AlertState;
}

/**
 * Keeps what changed, and adds the jobs that announce it, in the caller's transaction: what is committed is announced,
 * and once, unless a crash falls between the sending and its record.
 */
export async function recordChanges(client: PoolClient, changed: readonly AlertChanged[], channels: readonly string[], now: Date): Promise<string[]> {
  const ids = changed.map(() => newId());
  await client.query("insert into alert_changes (id, alert_id, state, at) select id, alert_id, state, $1 from unnest($2::uuid[], $3::uuid[], $4::text[]) as c(id, alert_id, state)", [
    now,
    ids,
    changed.map(({ alertId }) => alertId),
    changed.map(({ state }) => state),
  ]);
  await client.query(
    `select graphile_worker.add_job('announce_alert', json_build_object('changeId', id, 'channel', channel), max_attempts => ${String(mostTries)}, job_key => 'alert:' || id || ':' || channel)
      from unnest($1::uuid[]) as id, unnest($2::text[]) as channel`,
    [ids, channels],
  );
  await client.query("select pg_notify('countersign_live', 'alert')");
  return ids;
}

/** One look at a time: what two workers find at once is written by one after the other. Held until the transaction ends. */
export async function lockLook(client: PoolClient): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtext('countersign alerts'))");
}

/** A person's change, kept and announced like those that a look finds. */
export async function recordPersonsChange(tx: Transaction, change: AlertChanged & { readonly by: string; readonly at: Date }, channels: readonly string[]): Promise<void> {
  const id = newId();
  await tx.alertChange.create({ data: { id, alertId: change.alertId, state: change.state, at: change.at, by: change.by } });
  await tx.$executeRaw`select graphile_worker.add_job('announce_alert', json_build_object('changeId', ${id}::text, 'channel', channel), max_attempts => ${mostTries}::int, job_key => 'alert:' || ${id}::text || ':' || channel)
    from unnest(${[...channels]}::text[]) as channel`;
  await tx.$executeRaw`select pg_notify('countersign_live', 'alert')`;
}
