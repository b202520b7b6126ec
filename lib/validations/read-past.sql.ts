import type { Pool } from "pg";
import { firstIdAt, idTime } from "#lib/platform/ids";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import type { PastCuts, PastWindow } from "./past-windows.ts";
import { readRollUps } from "./read-roll-ups.sql.ts";
import { factName, type Lookup } from "./velocity-lookups.ts";

/** More than this at the edge of a window are not kept: they would have to be gone through for every attempt. */
const mostAtEdge = 2_000;

const edgeRows = `select id, currency, amount_minor::text as amount from validations
  where source_id = $1 and country = $2 and counted and id >= $3::uuid and id < $4::uuid limit ${String(mostAtEdge + 1)}`;

/** What lies back of a country's window. */
export async function readPast(pool: Pool, lookup: Lookup, { velocity }: Lookup["windows"][number], { edgeFromMs, edgeMs, seamMs }: PastCuts): Promise<PastWindow | null> {
  const since = (place: number, fromMs: number): Lookup => ({ ...lookup, place, windows: [{ velocity, startMs: fromMs - 1 }] });
  // Behind those who wait for an answer: one at a time on a connection.
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; currency: string | null; amount: string | null }>({
      name: "read-edge-of-window",
      text: edgeRows,
      values: [lookup.sourceId, lookup.key.toString("latin1"), firstIdAt(edgeFromMs), firstIdAt(edgeMs)],
    });
    if (rows.length > mostAtEdge) return null;
    const sums = await readRollUps(client, [since(0, edgeMs), since(1, seamMs)], seamMs);
    const rest = (sums.get(factName(0, velocity)) ?? 0n) - (sums.get(factName(1, velocity)) ?? 0n);
    const valueOf = (currency: string | null, amount: string | null): bigint => (velocity.measure === "count" ? 1n : currency === lookup.currency ? BigInt(amount ?? 0) : 0n);
    return { rest, edge: rows.map(({ id, currency, amount }) => ({ atMs: idTime(id), value: valueOf(currency, amount) })), edgeFromMs, edgeMs, seamMs };
  });
}
