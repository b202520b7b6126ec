import type { Pool } from "pg";

/** An event that waits to be read, with the kept bytes of its request and its source's settings. */
export interface PendingEvent {
  readonly id: string;
  readonly itemIndex: number;
  readonly provider: string;
  readonly mode: string;
  readonly settings: unknown;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface NormalisedRow {
  readonly id: string;
  readonly type: string;
  readonly providerType: string;
  readonly occurredAt: string | null;
  readonly references: readonly string[];
  readonly flags: readonly string[];
}

export async function loadPendingEvents(pool: Pool, ids: readonly string[]): Promise<PendingEvent[]> {
  const { rows } = await pool.query<{ id: string; item_index: number; provider: string; mode: string; settings: unknown; headers: [string, string][]; body: Buffer }>({
    name: "load-pending-events",
    text: `select e.id, e.item_index, s.provider, s.mode, s.settings, r.headers, r.body
      from events e join requests r on r.id = e.request_id join sources s on s.id = e.source_id
      where e.id = any($1::uuid[]) and e.state <> 'processed'`,
    values: [ids],
  });
  return rows.map(({ item_index, ...row }) => ({ ...row, itemIndex: item_index }));
}

/** Writes what was read, all in one statement. Events that were processed meanwhile stay as they are. */
export async function writeNormalised(pool: Pool, rows: readonly NormalisedRow[]): Promise<void> {
  await pool.query({
    name: "write-normalised",
    text: `update events e set state = 'processed', error = null, type = t.type, provider_type = t."providerType", occurred_at = t."occurredAt",
        "references" = array(select json_array_elements_text(t."references")), flags = array(select json_array_elements_text(t.flags))
      from json_to_recordset($1::json) as t(id uuid, type text, "providerType" text, "occurredAt" timestamptz, "references" json, flags json)
      where e.id = t.id and e.id = any($2::uuid[]) and e.state <> 'processed'`,
    values: [JSON.stringify(rows), rows.map(({ id }) => id)],
  });
}

/** Sets one event aside with what went wrong, so that its neighbours go on and staff can see it. */
export async function markFailed(pool: Pool, id: string, error: string): Promise<void> {
  await pool.query("update events set state = 'failed', error = $2 where id = $1 and state <> 'processed'", [id, error]);
}

/** Events that nobody has read, from this id on, oldest first. */
export async function findPendingEvents(pool: Pool, lowestId: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "find-pending-events",
    text: "select id from events where state = 'pending' and id >= $1 order by id limit $2",
    values: [lowestId, limit],
  });
  return rows.map(({ id }) => id);
}
