import type { Pool } from "pg";
import { Conditions } from "#lib/events/conditions";
import type { AlertFacts } from "./alert-texts.ts";

export interface AlertRecord {
  readonly id: string;
  readonly rule: string;
  readonly state: string;
  readonly loud: boolean;
  readonly facts: AlertFacts;
  readonly source_id: string | null;
  readonly source_name: string | null;
  readonly endpoint_id: string | null;
  readonly endpoint_description: string | null;
  readonly opened_at: Date;
  readonly last_seen_at: Date;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly resolved_at: Date | null;
}

export interface AlertFilter {
  readonly state?: string | undefined;
  readonly rule?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly loud?: boolean | undefined;
}

const columns = `a.id, a.rule, a.state, a.loud, a.facts, a.source_id, s.name as source_name, a.endpoint_id, e.description as endpoint_description,
  a.opened_at, a.last_seen_at, a.acknowledged_at, a.acknowledged_by, a.resolved_at
  from alerts a left join sources s on s.id = a.source_id left join endpoints e on e.id = a.endpoint_id`;

/** Newest first. */
export async function findAlerts(pool: Pool, filter: AlertFilter, after: string | null, limit: number): Promise<AlertRecord[]> {
  const conditions = new Conditions()
    .addIf("a.id < ?::uuid", after)
    .addIf("a.rule = ?", filter.rule)
    .addIf("a.loud = ?", filter.loud)
    .addIf("a.source_id = ?::uuid", filter.sourceId)
    .addIf("a.endpoint_id = ?::uuid", filter.endpointId);
  // What is unresolved is found by the small index of it.
  const where = filter.state === "unresolved" ? conditions.where("a.state <> 'resolved'") : conditions.addIf("a.state = ?", filter.state).where();
  const { rows } = await pool.query<AlertRecord>(`select ${columns} ${where} order by a.id desc limit ${conditions.value(limit)}`, conditions.values);
  return rows;
}

export async function findAlert(pool: Pool, id: string): Promise<AlertRecord | null> {
  const { rows } = await pool.query<AlertRecord>(`select ${columns} where a.id = $1`, [id]);
  return rows[0] ?? null;
}

export interface ChangedAlert extends AlertRecord {
  readonly change_id: string;
  readonly change_state: string;
  readonly change_by: string | null;
}

/** The alerts of these changes, by the ids of the changes. */
export async function findChangedAlerts(pool: Pool, changeIds: readonly string[]): Promise<ChangedAlert[]> {
  const { rows } = await pool.query<ChangedAlert>(`select c.id as change_id, c.state as change_state, c.by as change_by, ${columns} join alert_changes c on c.alert_id = a.id where c.id = any($1::uuid[])`, [changeIds]);
  return rows;
}

export interface AlertCounts {
  readonly open: number;
  readonly loud: number;
}

/** How many are open, for the navigation. */
export async function countOpenAlerts(pool: Pool): Promise<AlertCounts> {
  const { rows } = await pool.query<AlertCounts>("select count(*)::int as open, (count(*) filter (where loud))::int as loud from alerts where state = 'open'");
  return rows[0] ?? { open: 0, loud: 0 };
}
