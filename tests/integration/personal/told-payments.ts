import { newId } from "#lib/platform/ids";
import { projectEvents } from "#lib/transactions/project-events";
import { refold } from "#lib/transactions/refold";
import type { TestDatabase } from "#tests/support/database";
import { storeMessages } from "#tests/support/stored-events";
import type { stories } from "../../fixtures/stories/tell-story.ts";

export async function sourceOf(db: TestDatabase, story: (typeof stories)[number]): Promise<string> {
  const settings: object = story.settings;
  return (await db.prisma.source.create({ data: { id: newId(), provider: story.provider, name: story.name, mode: "test", settings } })).id;
}

/** Everything that a source's payments say, but for which events said it. */
export async function told(db: TestDatabase, sourceId: string): Promise<unknown> {
  const { rows } = await db.pool.query<{ text: string }>(
    `select json_build_object('reference', reference, 'kind', kind, 'status', status, 'dispute', dispute, 'unlinked', unlinked, 'amounts', details->'amounts', 'amount', details->'amount', 'method', details->'method',
       'customer', details->'customer', 'avs', details->'avs', 'cvc', details->'cvc', 'operations', (select json_agg(json_build_array(o->'kind', o->'reference', o->'state', o->'amount', o->'at')) from json_array_elements(details->'operations') o),
       'anomalies', (select json_agg(code order by code) from transaction_anomalies a where a.transaction_id = t.id)) :: text as text
     from transactions t where source_id = $1 order by reference`,
    [sourceId],
  );
  return rows.map(({ text }) => JSON.parse(text) as unknown);
}

export interface Telling {
  readonly sourceId: string;
  readonly bodies: readonly Uint8Array[];
}

/** Stores messages of several sources and folds them together, as a worker does that finds them waiting. Gives the events' ids. */
export async function tell(db: TestDatabase, tellings: readonly Telling[]): Promise<string[]> {
  const ids = await storeMessages(db, tellings.flatMap(({ sourceId, bodies }) => bodies.map((body) => ({ sourceId, body }))));
  for (let at = 0; at < ids.length; at += 100) await projectEvents(db.pool, ids.slice(at, at + 100));
  return ids;
}

/** Folds every payment of these sources again, from what is kept. */
export async function foldAgain(db: TestDatabase, sourceIds: readonly string[]): Promise<void> {
  const { rows: payments } = await db.pool.query<{ sourceId: string; reference: string }>('select source_id as "sourceId", reference from transactions where source_id = any($1)', [sourceIds]);
  await refold(db.pool, payments);
}
