import type { Pool } from "pg";

export interface NewRow {
  readonly kind: "event" | "request" | "delivery" | "validation" | "alert";
  readonly id: string;
  readonly pending: boolean;
}

export interface NewRowKinds {
  readonly events: boolean;
  readonly requests: boolean;
  /** By their attempts: each one changes its delivery. */
  readonly deliveries: boolean;
  readonly validations: boolean;
  /** By the changes of their states. */
  readonly alerts: boolean;
}

/** What was stored under ids from here on, oldest first, of the kinds asked for, up to `limit`. */
export async function findNewRows(pool: Pool, lowestId: string, kinds: NewRowKinds, limit: number): Promise<NewRow[]> {
  const { rows } = await pool.query<NewRow>({
    name: "find-new-rows",
    text: `(select 'event' as kind, id, state = 'pending' as pending from events where $2::boolean and id >= $1::uuid order by id limit $4)
      union all
      (select 'request' as kind, id, false as pending from requests where $3::boolean and id >= $1::uuid order by id limit $4)
      union all
      (select 'delivery' as kind, id, false as pending from attempts where $5::boolean and id >= $1::uuid order by id limit $4)
      union all
      (select 'alert' as kind, id, false as pending from alert_changes where $6::boolean and id >= $1::uuid order by id limit $4)
      union all
      (select 'validation' as kind, id, reserved_until is not null as pending from validations where $7::boolean and id >= $1::uuid order by id limit $4)
      order by id limit $4`,
    values: [lowestId, kinds.events, kinds.requests, limit, kinds.deliveries, kinds.alerts, kinds.validations],
  });
  return rows;
}
