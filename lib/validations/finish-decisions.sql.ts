import type { Pool, PoolClient } from "pg";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { writeJson } from "#lib/platform/raw-json";
import type { Candidate, Said } from "./candidate.ts";
import type { HandOverResult } from "./hand-over.ts";
import { settledAfterMs } from "./past-windows.ts";
import { addCounts } from "./write-batch.sql.ts";

/** What is known of a decision only when its answer has left. */
export type Finish =
  /** The answer was the one that was decided. */
  | { readonly kind: "answered"; readonly id: string; readonly durationMs: number }
  /** The answer is another one than was committed: the merchant's, or the fallback's. */
  | { readonly kind: "settled"; readonly candidate: Candidate; readonly durationMs: number; readonly said: Said; readonly fallbackUsed: boolean; readonly handOver: HandOverResult | null; /** Whether it was committed as counted. */ readonly wasCounted: boolean }
  /** The same body came again. */
  | { readonly kind: "repeated"; readonly id: string };

/** Writes all of it or nothing. */
export async function finishDecisions(pool: Pool, finishes: readonly Finish[]): Promise<void> {
  const durations = new Map<string, number>();
  const repeats = new Map<string, number>();
  for (const finish of finishes) {
    if (finish.kind === "answered") durations.set(finish.id, finish.durationMs);
    if (finish.kind === "repeated") repeats.set(finish.id, (repeats.get(finish.id) ?? 0) + 1);
  }
  const rows = [...new Set([...durations.keys(), ...repeats.keys()])].sort().map((id) => ({ id, duration_ms: durations.get(id) ?? null, repeats: repeats.get(id) ?? 0 }));
  await inTransaction(pool, async (client) => {
    // Rows before roll-ups, both in one order: two processes never wait for one another.
    if (rows.length > 0) await client.query({ name: "finish-validations", text: finishRows, values: [writeJson(rows)] });
    for (const finish of finishes) if (finish.kind === "settled") await settle(client, finish);
  });
}

const finishRows = `update validations v set duration_ms = coalesce(f.duration_ms, v.duration_ms), repeat_count = v.repeat_count + f.repeats
  from json_to_recordset($1::json) as f(id uuid, duration_ms real, repeats int) where v.id = f.id`;

async function settle(client: PoolClient, { candidate, durationMs, said, fallbackUsed, handOver, wasCounted }: Extract<Finish, { readonly kind: "settled" }>): Promise<void> {
  const isCounted = said.action === "approve";
  const { rowCount } = await client.query({
    name: "settle-validation",
    text: `update validations set duration_ms = $2, action = $3, answer_status = $4, answer_description = $5, fallback_used = $6, hand_over_outcome = $7, hand_over_status = $8, hand_over_ms = $9,
      counted = $10, reserved_until = null where id = $1 and counted = $11`,
    values: [candidate.id, durationMs, said.action, said.status, said.description, fallbackUsed, handOver?.outcome ?? null, handOver?.statusCode ?? null, handOver?.durationMs ?? null, isCounted, wasCounted],
  });
  // Nothing changed: it was settled already, by a try whose answer from the database was lost.
  if (rowCount !== 1 || isCounted === wasCounted) return;
  await addCounts(client, [candidate], isCounted ? 1 : -1);
  // Processes remember what lies back for a while; a settlement that comes so late changes it.
  if (Date.now() - candidate.atMs > settledAfterMs / 2) await client.query("select pg_notify('countersign_validations', '')");
}
