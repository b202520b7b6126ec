import pg from "pg";
import { expect } from "vitest";
import { parsePublicId } from "#lib/platform/ids";
import { refold } from "#lib/transactions/refold";
import type { Load } from "./load.ts";

/**
 * What was acknowledged is stored, once; nothing is stored twice; the senders saw nothing strange. `sentBeside`: messages
 * of others, which may have been stored although they were told to come again.
 */
export async function expectKeptLedger(load: Load, databaseUrl: string, sourceId: string, sentBeside = 0): Promise<void> {
  expect(load.strange, "answers other than 200 and 503").toEqual([]);
  expect(load.contradictions).toEqual([]);
  const ids = [...load.acknowledged.values()].map((id) => parsePublicId("event", id));
  await withClient(databaseUrl, async (client) => {
    const found = await client.query<{ id: string }>("select id from events where source_id = $1", [sourceId]);
    const stored = new Set(found.rows.map((row) => row.id));
    expect(ids.filter((id) => id === null || !stored.has(id)), "acknowledged, but not stored").toEqual([]);
    expect(new Set(ids).size, "two messages were acknowledged as one event").toBe(ids.length);
    const identities = await client.query<{ count: string }>("select count(*) from event_identities where source_id = $1", [sourceId]);
    expect(Number(identities.rows[0]?.count), "events and identities are not one to one").toBe(found.rows.length);
    expect(found.rows.length, "more events than messages were ever sent").toBeLessThanOrEqual(load.messages() + sentBeside);
  });
}

/** The worker reads every stored event, also those whose job was held by a process that is gone. */
export async function expectAllProcessed(databaseUrl: string, sourceId: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await expect
      .poll(async () => (await client.query<{ state: string }>("select distinct state from events where source_id = $1", [sourceId])).rows.map((row) => row.state), { timeout: 75_000, interval: 250 })
      .toEqual(["processed"]);
  });
}

/** Every payment is what its stored events say together: nothing of it was lost, and nothing counted twice. */
export async function expectFolded(databaseUrl: string, sourceId: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ reference: string; captured: string; refunded: string }>(
      `select coalesce(e.payment_reference, '') as reference, 2599 * count(*) filter (where e.type = 'payment.completed') as captured, 100 * count(*) filter (where e.type = 'refund.completed') as refunded
       from events e where e.source_id = $1 group by 1 order by 1`,
      [sourceId],
    );
    const folded = await client.query("select reference, captured_minor as captured, refunded_minor as refunded from transactions where source_id = $1 order by 1", [sourceId]);
    expect(rows.length).toBeGreaterThan(0);
    expect(folded.rows).toEqual(rows);
  });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const { rows } = await pool.query<{ reference: string }>("select reference from transactions where source_id = $1", [sourceId]);
  for (let at = 0; at < rows.length; at += 100) {
    const refolded = await refold(pool, rows.slice(at, at + 100).map(({ reference }) => ({ sourceId, reference })));
    expect(refolded.flatMap(({ changes }) => changes), "folded again, a payment is what it was").toEqual([]);
  }
  await pool.end();
}

export async function withClient<Result>(databaseUrl: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
