import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/platform/ids";
import type { ProviderId } from "#lib/providers/provider";
import { randomInt, seededRandom } from "#lib/simulator/randomness";
import { fold, type FoldedTransaction } from "#lib/transactions/fold";
import { groupByPayment } from "#lib/transactions/payment-groups";
import { projectEvents } from "#lib/transactions/project-events";
import { refold } from "#lib/transactions/refold";
import { writeDetails } from "#lib/transactions/transaction-details";
import { type TestDatabase, testDatabase } from "#tests/support/database";
import { storeMessages } from "#tests/support/stored-events";
import { bodiesOf, messageFrom, stories } from "../../fixtures/stories/tell-story.ts";
import type { Story } from "../../fixtures/stories/story.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});

async function addSource(provider: ProviderId, settings: object): Promise<string> {
  const { id } = await db.prisma.source.create({ data: { id: newId(), provider, name: provider, mode: "test", settings } });
  return id;
}

interface Row {
  readonly reference: string;
  readonly foldedStatus: string;
  readonly kind: string;
  readonly dispute: string;
  readonly details: string;
  readonly anomalies: readonly { readonly code: string; readonly evidence: unknown }[];
}

/** What stands in the database of a source, event ids by the place of their body. */
async function rowsOf(sourceId: string, places: ReadonlyMap<string, string>): Promise<Row[]> {
  const { rows } = await db.pool.query<Row>(
    `select reference, folded_status as "foldedStatus", kind, dispute, details::text as details,
       (select coalesce(json_agg(json_build_object('code', code, 'evidence', evidence) order by code), '[]') from transaction_anomalies a where a.transaction_id = t.id) as anomalies
     from transactions t where source_id = $1 order by reference collate "C"`,
    [sourceId],
  );
  const renamed = (text: string): string => [...places].reduce((result, [id, place]) => result.replaceAll(id, place), text);
  return rows.map((row) => ({ ...row, details: renamed(row.details), anomalies: JSON.parse(renamed(JSON.stringify(row.anomalies))) as Row["anomalies"] }));
}

/** What the pure fold says of the same messages. */
function expectedOf(story: Story, bodies: readonly Uint8Array[]): object[] {
  const messages = bodies.map((body, index) => messageFrom(story, body, `evt_${String(index)}`));
  return [...groupByPayment(messages)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([reference, group]) => fold({ provider: story.provider, reference, messages: group }) ?? [])
    .map((folded: FoldedTransaction) => ({ reference: folded.reference, foldedStatus: folded.foldedStatus, kind: folded.kind, dispute: folded.dispute, details: JSON.parse(writeDetails(folded)) as unknown, anomalies: folded.anomalies.map(({ code }) => code) }));
}

function seen(rows: readonly Row[]): object[] {
  return rows.map(({ details, anomalies, ...row }) => ({ ...row, details: JSON.parse(details) as unknown, anomalies: anomalies.map(({ code }) => code) }));
}

function shuffled<Item>(items: readonly Item[], seed: string): Item[] {
  const random = seededRandom(seed);
  const result = [...items];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = randomInt(random, at + 1);
    const [a, b] = [result[at], result[other]];
    if (a !== undefined && b !== undefined) [result[at], result[other]] = [b, a];
  }
  return result;
}

describe("what is projected", () => {
  it.each(stories.map((story) => [`${story.provider}: ${story.name}`, story] as const))("%s: in any order and sets, with repeats, it is what the pure fold says", async (name, story) => {
    const bodies = bodiesOf(story);
    const expected = expectedOf(story, bodies);
    for (const round of ["one by one", "two sets"]) {
      const sourceId = await addSource(story.provider, story.settings);
      const order = shuffled([...bodies.keys(), ...bodies.keys()].slice(0, bodies.length + 2), `${name} ${round}`);
      const ids = await storeMessages(db, order.map((place) => ({ sourceId, body: bodies[place] ?? Buffer.from("") })));
      const middle = Math.ceil(ids.length / 2);
      if (round === "one by one") for (const id of ids) await projectEvents(db.pool, [id]);
      else for (const set of [ids.slice(0, middle), ids.slice(middle)]) await projectEvents(db.pool, set);
      const places = new Map(ids.map((id, index) => [id, `evt_${String(order[index])}`]));
      expect(seen(await rowsOf(sourceId, places))).toEqual(expected);
      const refolded = await refold(db.pool, expected.map((one) => ({ sourceId, reference: String(Reflect.get(one, "reference")) })));
      expect(refolded.flatMap(({ changes }) => changes)).toEqual([]);
    }
  });
});
