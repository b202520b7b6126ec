import type { Pool } from "pg";

interface Leased {
  readonly id: string;
  readonly leaseToken: number;
}

/** Gives back what was claimed and not sent. */
export async function releaseLeases(pool: Pool, leases: readonly Leased[]): Promise<void> {
  await pool.query("update deliveries d set leased_until = null from unnest($1::uuid[], $2::int[]) as t(id, token) where d.id = t.id and d.lease_token = t.token", [leases.map(({ id }) => id), leases.map(({ leaseToken }) => leaseToken)]);
}

/** Puts what was claimed aside until its source is resumed. */
export async function holdForSource(pool: Pool, held: readonly (Leased & { readonly sourceId: string })[]): Promise<void> {
  await pool.query(
    `update deliveries d set held_source_id = t.source_id, leased_until = null
     from unnest($1::uuid[], $2::int[], $3::uuid[]) as t(id, token, source_id)
     where d.id = t.id and d.lease_token = t.token and d.status = 'pending'`,
    [held.map(({ id }) => id), held.map(({ leaseToken }) => leaseToken), held.map(({ sourceId }) => sourceId)],
  );
}

const mostReleased = 5_000;

/** Lets go of what waited for sources that are no longer paused. Returns how many there were. */
export async function releaseHeld(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `update deliveries set held_source_id = null
     where id in (
       select d.id from sources s, lateral (select id from deliveries where held_source_id = s.id order by id limit $1 for update skip locked) d
       where s.status <> 'paused')`,
    [mostReleased],
  );
  return rowCount ?? 0;
}

/** Ends what waits for endpoints that were deleted or disabled: it is shown as canceled, or as failed. Returns how many there were. */
export async function endUnsendable(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `with ended as (
     update deliveries d set status = t.status, last_error = t.error, next_attempt_at = null, finished_at = now()
     from (
       select p.id, case when e.deleted_at is null then 'failed' else 'canceled' end as status, case when e.deleted_at is null then 'endpoint_disabled' else 'endpoint_deleted' end as error
       from endpoints e, lateral (
         (select id from deliveries where target_id = e.id and status = 'pending' and attempt_count = 0 and replay_id is null and held_source_id is null order by id limit $1)
         union all
         (select id from deliveries where target_id = e.id and status = 'pending' and (attempt_count > 0 or replay_id is not null) and held_source_id is null order by next_attempt_at limit $1)) p
       where e.deleted_at is not null or e.status = 'disabled') t
     where d.id = t.id and d.status = 'pending' and (d.leased_until is null or d.leased_until < now())
     returning d.replay_id, d.status
    ), counted as (
      update replays r set failed = r.failed + c.failed, canceled = r.canceled + c.canceled
      from (select replay_id, count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'canceled') as canceled
        from ended where replay_id is not null group by replay_id) c
      where r.id = c.replay_id
      returning 1
    )
    select count(*)::int as count, (select count(*) from counted) c from ended`,
    [mostReleased],
  );
  return rows[0]?.count ?? 0;
}
