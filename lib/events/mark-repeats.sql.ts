import type { Pool } from "pg";

/** An event that was read, with the kept bytes of its request. */
export interface ToldEvent {
  readonly id: string;
  readonly sourceId: string;
  readonly provider: string;
  readonly mode: string;
  readonly settings: unknown;
  readonly itemIndex: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  readonly occurredAt: Date | null;
  readonly repeat: boolean;
}

/** More events about one operation than any provider sends; the newest count. */
const mostPerOperation = 200;

const columns = `e.id, e.source_id as "sourceId", s.provider, s.mode, s.settings, e.item_index as "itemIndex", r.headers, r.body,
  e.occurred_at as "occurredAt", e.repeat`;

/** Those of the events that were read and are of one of these providers. */
export async function loadToldEvents(pool: Pool, ids: readonly string[], providers: readonly string[]): Promise<ToldEvent[]> {
  const { rows } = await pool.query<ToldEvent>({
    name: "load-told-events",
    text: `select ${columns} from events e join sources s on s.id = e.source_id join requests r on r.id = e.request_id
      where e.id = any($1::uuid[]) and e.state = 'processed' and s.provider = any($2::text[])`,
    values: [ids, providers],
  });
  return rows;
}

/** Every event that was read of these sources and carries the reference of the same place in the list. */
export async function loadEventsAbout(pool: Pool, operations: readonly { readonly sourceId: string; readonly about: string }[]): Promise<ToldEvent[]> {
  const { rows } = await pool.query<ToldEvent>({
    name: "load-events-about",
    // "offset 0" has the references looked up by their own index, before anything is sorted.
    text: `select ${columns} from unnest($1::uuid[], $2::text[]) o(source_id, about)
      cross join lateral (
        select * from (select * from events where source_id = o.source_id and "references" @> array[o.about] and type is not null and state = 'processed' offset 0) m
        order by m.id desc limit ${String(mostPerOperation)}
      ) e
      join sources s on s.id = e.source_id join requests r on r.id = e.request_id`,
    values: [operations.map(({ sourceId }) => sourceId), operations.map(({ about }) => about)],
  });
  return rows;
}

export async function writeRepeats(pool: Pool, marks: readonly { readonly id: string; readonly repeat: boolean }[]): Promise<void> {
  await pool.query({
    name: "write-repeats",
    text: `update events e set repeat = t.repeat from unnest($1::uuid[], $2::boolean[]) t(id, repeat) where e.id = t.id and e.id = any($1::uuid[])`,
    values: [marks.map(({ id }) => id), marks.map(({ repeat }) => repeat)],
  });
}
