import type { Transaction } from "#lib/platform/database/client";

interface Changed {
  readonly id: string;
}

/** Where a count of attempts would soon no longer fit, and what was sent could not be recorded. */
const mostAttempts = 30_000;

/**
 * Makes deliveries due again, with the whole schedule before them: those that ended, and those that wait for a later
 * attempt. Left alone are those under way, and those whose endpoint is disabled or deleted. Returns the changed ones.
 */
export async function makeDue(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<Changed[]>`
    with due as (
      update deliveries d set status = 'pending', next_attempt_at = now(), attempts_before = d.attempt_count, first_attempt_at = null, finished_at = null, last_error = case when d.status = 'pending' then d.last_error end
      from (select id, status from deliveries where id = any(${[...ids]}::uuid[]) for update) before
      where d.id = before.id and before.status <> 'succeeded' and d.attempt_count < ${mostAttempts} and (d.leased_until is null or d.leased_until < now())
        and (d.url is not null or exists (select from endpoints p where p.id = d.target_id and p.deleted_at is null and p.status <> 'disabled'))
      returning d.id, d.replay_id, before.status
    ), counted as (
      update replays r set failed = r.failed - c.failed, canceled = r.canceled - c.canceled,
        state = case when r.state = 'completed' then 'running' else r.state end, finished_at = case when r.state = 'completed' then null else r.finished_at end
      from (select replay_id, count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'canceled') as canceled from due where replay_id is not null group by replay_id) c
      where r.id = c.replay_id
      returning 1
    )
    select id from due, (select count(*) from counted) c`;
  if (rows.length > 0) await wakeSenders(tx);
  return rows.map(({ id }) => id);
}

/** Ends deliveries that did not end yet. One that is under way is recorded and then not tried again. */
export async function cancelPending(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<Changed[]>`
    with ended as (
      update deliveries set status = 'canceled', next_attempt_at = null, finished_at = now()
      where id = any(${[...ids]}::uuid[]) and status = 'pending'
      returning id, replay_id
    ), counted as (
      update replays r set canceled = r.canceled + c.canceled
      from (select replay_id, count(*) as canceled from ended where replay_id is not null group by replay_id) c
      where r.id = c.replay_id
      returning 1
    )
    select id from ended, (select count(*) from counted) c`;
  return rows.map(({ id }) => id);
}

/** Tells every worker, once the transaction commits, that something is due. */
export async function wakeSenders(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_notify('countersign_deliveries', '')`;
}

/** Ends what a replay still has waiting. */
export async function cancelReplayed(tx: Transaction, replayId: string): Promise<void> {
  await tx.$executeRaw`
    with ended as (
      update deliveries set status = 'canceled', next_attempt_at = null, finished_at = now() where replay_id = ${replayId}::uuid and status = 'pending' returning 1
    )
    update replays set canceled = canceled + (select count(*) from ended) where id = ${replayId}::uuid`;
}
