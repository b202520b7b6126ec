import { eventConditions } from "#lib/events/event-rows.sql";
import type { EventsQuery } from "#lib/events/list-queries";
import type { Connection } from "./event-facts.sql.ts";

export interface EventGroup {
  readonly type: string;
  readonly sourceId: string;
  readonly mode: "test" | "live";
  readonly count: number;
}

const delivered = ["state = 'processed'", "type is not null", "not repeat"];

/** What a filter finds up to an id, counted by what endpoints' filters look at. */
export async function countEvents(on: Connection, query: EventsQuery, range: { readonly after: string | null; readonly lastId: string }): Promise<EventGroup[]> {
  const conditions = eventConditions(query).addIf("id > ?::uuid", range.after).add("id <= ?::uuid", range.lastId);
  const { rows } = await on.query<EventGroup>(
    `select g.type, g.source_id as "sourceId", s.mode, g.count from (select type, source_id, count(*)::int as count from events ${conditions.where(...delivered)} group by 1, 2) g join sources s on s.id = g.source_id`,
    conditions.values,
  );
  return rows;
}

/** The next events that a filter finds, oldest first. */
export async function nextEvents(on: Connection, query: EventsQuery, range: { readonly after: string | null; readonly lastId: string }, most: number): Promise<string[]> {
  const conditions = eventConditions(query).addIf("id > ?::uuid", range.after).add("id <= ?::uuid", range.lastId);
  const { rows } = await on.query<{ id: string }>(`select id from events ${conditions.where(...delivered)} order by id limit ${conditions.value(most)}`, conditions.values);
  return rows.map(({ id }) => id);
}

/** When the oldest month of events that is still kept begins. */
export async function oldestKeptMs(on: Connection): Promise<number> {
  const { rows } = await on.query<{ name: string }>("select min(c.relname) as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'public.events'::regclass");
  const [, year, month] = /^events_(\d{4})_(\d{2})$/.exec(rows[0]?.name ?? "") ?? [];
  return year === undefined ? 0 : Date.UTC(Number(year), Number(month) - 1);
}
