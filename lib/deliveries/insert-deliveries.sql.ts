import type { Connection } from "./event-facts.sql.ts";

export interface NewDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly targetId: string;
  readonly heldSourceId: string | null;
}

/** Of a replay: which, and for a copy where it goes. */
export interface ReplayOfDeliveries {
  readonly id: string;
  readonly url: string | null;
}

/** Adds deliveries that are not there yet and wakes the senders, all in one statement. Returns how many were new. */
export async function insertDeliveries(on: Connection, rows: readonly NewDelivery[], replay: ReplayOfDeliveries | null): Promise<number> {
  const { rows: added } = await on.query<{ added: number }>({
    name: "insert-deliveries",
    text: `with made as (
        insert into deliveries (id, event_id, target_id, held_source_id, replay_id, url, next_attempt_at, created_at)
        select t.id, t.event_id, t.target_id, t.held_source_id, $5::uuid, case when t.target_id = $5::uuid then $6::text end, now(), now()
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as t(id, event_id, target_id, held_source_id)
        on conflict do nothing
        returning 1
      ), note as (select pg_notify('countersign_deliveries', ''))
      select count(*)::int as added from made, (select count(*) from note) n`,
    values: [rows.map(({ id }) => id), rows.map(({ eventId }) => eventId), rows.map(({ targetId }) => targetId), rows.map(({ heldSourceId }) => heldSourceId), replay?.id ?? null, replay?.url ?? null],
  });
  return added[0]?.added ?? 0;
}
