import type { Pool } from "pg";
import { Conditions } from "./conditions.ts";

export interface PayloadRange {
  readonly fromId: string;
  readonly toId: string;
  readonly sourceId: string | undefined;
}

export interface SearchedPiece {
  /** Events of the requests that hold the text, newest first. */
  readonly eventIds: readonly string[];
  /** Everything before this request was looked at, it included; `null` where none was left. */
  readonly lastId: string | null;
}

/** How many requests are looked at, and with how many finds it is enough. */
export interface PieceSize {
  readonly requests: number;
  readonly finds: number;
}

/** Looks at the next requests of a range, newest first: which of them hold one of the texts, byte for byte. */
export async function searchPiece(pool: Pool, { fromId, toId, sourceId }: PayloadRange, texts: readonly Buffer[], { requests, finds }: PieceSize): Promise<SearchedPiece> {
  const conditions = new Conditions().add("id >= ?::uuid", fromId).add("id < ?::uuid", toId).addIf("source_id = ?::uuid", sourceId);
  const holds = texts.map((text) => `position(${conditions.value(text)}::bytea in body) > 0`).join(" or ");
  const order = sourceId === undefined ? "id desc" : "source_id desc, id desc";
  const { rows } = await pool.query<{ id: string | null; event_ids: string[] | null; oldest_id: string }>(
    `with looked as (select id, event_ids, (${holds}) as holds from requests ${conditions.where()} order by ${order} limit ${conditions.value(requests)})
     select found.id, found.event_ids, oldest.id as oldest_id
     from (select id from looked order by id limit 1) oldest
       left join lateral (select id, event_ids from looked where looked.holds order by id desc limit ${conditions.value(finds)}) found on true
     order by found.id desc`,
    conditions.values,
  );
  const found = rows.filter(({ id }) => id !== null);
  const lastId = (found.length < finds ? rows[0]?.oldest_id : found.at(-1)?.id) ?? null;
  return { eventIds: found.flatMap(({ event_ids }) => event_ids ?? []), lastId };
}
