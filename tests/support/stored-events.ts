import { createHash } from "node:crypto";
import { newId } from "#lib/platform/ids";
import type { TestDatabase } from "./database.ts";

export interface MessageToStore {
  readonly sourceId: string;
  readonly body: Uint8Array;
  /** What makes two messages copies of one event; by default the body. */
  readonly identity?: string;
  /** What a signature covers; by default the body. */
  readonly content?: string;
  readonly itemIndex?: number;
}

/** Writes messages as the door does, signatures apart: each new one as an event that waits to be read. Gives the events' ids, in order. */
export async function storeMessages(db: TestDatabase, messages: readonly MessageToStore[]): Promise<string[]> {
  const ids: string[] = [];
  for (const message of messages) ids.push(await storeMessage(db, message));
  return ids;
}

async function storeMessage(db: TestDatabase, { sourceId, body, identity, content, itemIndex = 0 }: MessageToStore): Promise<string> {
  const bodyHash = createHash("sha256").update(body).digest();
  const identityHash = identity === undefined ? bodyHash : createHash("sha256").update(identity).digest();
  const contentHash = content === undefined ? bodyHash : createHash("sha256").update(content).digest();
  const { rows } = await db.pool.query<{ id: string }>({
    text: `with identity as (
        insert into event_identities as kept (source_id, identity_hash, event_id, content_hash, last_seen_at) values ($1, $2, $3, $4, now())
        on conflict (source_id, identity_hash) do update set seen_count = kept.seen_count + 1, last_seen_at = now() returning event_id
      ), stored as (
        insert into requests (id, source_id, kind, received_at, outcome, answered_status, event_ids, headers, body, body_bytes, body_hash)
        select $5, $1, 'notification', now(), 'accepted', 200, array[event_id], '[]', $6::bytea, length($6::bytea), $7 from identity
      ), made as (
        insert into events (id, request_id, item_index, source_id, identity_hash, received_at) select $3, $5, $8, $1, $2, now() from identity where event_id = $3
      ), copied as (
        insert into event_copies (event_id, request_id, item_index) select event_id, $5, $8 from identity where event_id <> $3 and $4::bytea <> $7::bytea
      )
      select event_id as id from identity`,
    values: [sourceId, identityHash, newId(), contentHash, newId(), body, bodyHash, itemIndex],
  });
  return rows[0]?.id ?? "";
}
