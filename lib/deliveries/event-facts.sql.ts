import type { Pool, PoolClient } from "pg";

export type Connection = Pick<Pool | PoolClient, "query">;

/** What decides where an event goes. */
export interface EventFacts {
  readonly id: string;
  readonly type: string;
  readonly sourceId: string;
  readonly mode: "test" | "live";
  readonly paused: boolean;
  readonly itemIndex: number;
  readonly requestId: string;
  readonly masked: boolean;
}

/** Of these events those that are delivered: read, and not the repeat of another. */
export async function findEventFacts(on: Connection, ids: readonly string[]): Promise<EventFacts[]> {
  const { rows } = await on.query<EventFacts>({
    name: "find-event-facts",
    text: `select e.id, e.type, e.source_id as "sourceId", s.mode, s.status = 'paused' as paused, e.item_index as "itemIndex", e.request_id as "requestId", r.masked
      from events e join sources s on s.id = e.source_id join requests r on r.id = e.request_id
      where e.id = any($1::uuid[]) and e.state = 'processed' and e.type is not null and not e.repeat
      order by e.id`,
    values: [ids],
  });
  return rows;
}

export interface Sibling {
  readonly requestId: string;
  readonly itemIndex: number;
  readonly type: string | null;
}

/** The events of these requests that were new with them: one that a former request brought was sent as that request's. */
export async function findSiblings(on: Connection, requestIds: readonly string[]): Promise<Sibling[]> {
  const { rows } = await on.query<Sibling>({
    name: "find-siblings",
    text: `select r.id as "requestId", e.item_index as "itemIndex", e.type
      from requests r, unnest(r.event_ids) as member(id) join events e on e.id = member.id
      where r.id = any($1::uuid[]) and e.request_id = r.id and not e.repeat`,
    values: [requestIds],
  });
  return rows;
}
