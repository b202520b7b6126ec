import type { Pool } from "pg";
import { newId } from "#lib/platform/ids";

/** Events as the door leaves them: stored, and not read yet. Returns their bare ids. */
export async function seedEvents(pool: Pool, sourceId: string, bodies: readonly Uint8Array[]): Promise<string[]> {
  const ids = bodies.map(() => newId());
  await pool.query(
    `with input as (select * from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as t(event_id, request_id, body)),
      stored as (
        insert into requests (id, source_id, received_at, kind, outcome, answered_status, event_ids, headers, body, body_bytes, body_hash)
        select request_id, $4, now(), 'notification', 'accepted', 200, array[event_id], '[["content-type","application/json"]]', body, length(body), sha256(body) from input)
    insert into events (id, request_id, item_index, source_id, identity_hash, received_at)
    select event_id, request_id, 0, $4, sha256(body), now() from input`,
    [ids, bodies.map(() => newId()), bodies.map((body) => Buffer.from(body)), sourceId],
  );
  await pool.query("select pg_notify('countersign_live', 'stored')");
  return ids;
}

export async function pendingDeliveries(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>("select count(*)::int as n from deliveries where status = 'pending'");
  return rows[0]?.n ?? 0;
}

export async function setEndpointStatus(pool: Pool, id: string, status: "enabled" | "paused"): Promise<void> {
  await pool.query("update endpoints set status = $2, paused_at = null where id = $1", [id, status]);
  await pool.query("select pg_notify('countersign_endpoints', $1)", [id]);
}
