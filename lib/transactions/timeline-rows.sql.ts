import type { Pool } from "pg";

export interface TimelineEventRow {
  readonly id: string;
  readonly type: string | null;
  readonly provider_type: string | null;
  readonly occurred_at: Date | null;
  readonly received_at: Date;
  readonly repeat: boolean;
  readonly flags: string[];
  readonly has_conflict: boolean;
}

/** Events of a transaction, in no order; those that are no longer kept are left out. */
export async function findTimelineEvents(pool: Pool, ids: readonly string[]): Promise<TimelineEventRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<TimelineEventRow>(
    `select e.id, e.type, e.provider_type, e.occurred_at, e.received_at, e.repeat, e.flags, coalesce(i.has_conflict, false) as has_conflict
     from events e left join event_identities i on i.source_id = e.source_id and i.identity_hash = e.identity_hash
     where e.id = any($1::uuid[])`,
    [ids],
  );
  return rows;
}

export interface ActRow {
  readonly at: Date;
  readonly action: string;
  readonly actor_name: string;
  readonly details: unknown;
}

/** What people did to a transaction, oldest first. */
export async function findActs(pool: Pool, transactionId: string, actions: readonly string[]): Promise<ActRow[]> {
  const { rows } = await pool.query<ActRow>(
    `select at, action, actor_name, details from audit_entries
     where subject_type = 'transaction' and subject_id = $1 and action = any($2::text[]) order by position`,
    [transactionId, actions],
  );
  return rows;
}
