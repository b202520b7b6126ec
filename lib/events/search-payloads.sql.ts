import type { Pool } from "pg";
import { Conditions } from "./conditions.ts";

export interface PayloadRange {
  readonly fromId: string;
  readonly toId: string;
  readonly sourceId: string | undefined;
  readonly mode: "test" | "live" | undefined;
}

/** A request whose body holds the text. */
export interface PayloadHit {
  readonly id: string;
  readonly eventIds: readonly string[];
}

export interface SearchedPiece {
  /** Newest first. */
  readonly hits: readonly PayloadHit[];
  /** Everything before this request was looked at, it included; `null` where none was left. */
  readonly lastId: string | null;
}

/** How many requests are looked at, and with how many hits it is enough. */
export interface PieceSize {
  readonly requests: number;
  readonly hits: number;
}

/** Looks at the next requests of a range, newest first: which of them hold one of the texts, byte for byte. */
export async function searchPiece(pool: Pool, { fromId, toId, sourceId, mode }: PayloadRange, texts: readonly Buffer[], { requests, hits }: PieceSize): Promise<SearchedPiece> {
  const conditions = new Conditions().add("id >= ?::uuid", fromId).add("id < ?::uuid", toId).addIf("source_id = ?::uuid", sourceId).addIf("source_id = any(array(select id from sources where mode = ?))", mode);
  const holds = texts.map((text) => `position(${conditions.value(text)}::bytea in body) > 0`).join(" or ");
  const order = sourceId === undefined ? "id desc" : "source_id desc, id desc";
  const { rows } = await pool.query<{ id: string | null; event_ids: string[] | null; oldest_id: string }>(
    `with looked as (select id, event_ids, (${holds}) as holds from requests ${conditions.where()} order by ${order} limit ${conditions.value(requests)})
     select found.id, found.event_ids, oldest.id as oldest_id
     from (select id from looked order by id limit 1) oldest
       left join lateral (select id, event_ids from looked where looked.holds order by id desc limit ${conditions.value(hits)}) found on true
     order by found.id desc`,
    conditions.values,
  );
  const found = rows.flatMap(({ id, event_ids }) => (id === null ? [] : [{ id, eventIds: event_ids ?? [] }]));
  return { hits: found, lastId: rows[0]?.oldest_id ?? null };
}

export async function readBodies(pool: Pool, requestIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const { rows } = await pool.query<{ id: string; body: Buffer }>("select id, body from requests where id = any($1::uuid[])", [requestIds]);
  return new Map(rows.map(({ id, body }) => [id, body]));
}
