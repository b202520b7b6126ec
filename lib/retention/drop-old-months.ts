import type { Pool } from "pg";
import { writeAudited } from "#lib/access/command";
import { firstIdAt } from "#lib/platform/ids";
import { log } from "#lib/platform/log";
import { keepReadings } from "#lib/transactions/keep-readings";
import { dropDetached, dropMonth, findDetached, forgetCopies, forgetIdentities, type RetainedKind, retainedTables, whileAlone } from "./months.sql.ts";
import { planKind, type PlannedMonth, retainedKinds, type RetentionDays } from "./plan-retention.ts";

/** Identities outlive their events, so that a late repeat is known as one. */
const identitiesLongerMs = 45 * 86_400_000;

/**
 * Drops every month that is older than its kind is kept. What its messages said about payments is kept before, so that no
 * amount and no state of a payment changes by it. A month with something unfinished stays until that is done.
 */
export async function dropOldMonths(pool: Pool, days: RetentionDays, nowMs: number): Promise<void> {
  if (retainedKinds.every((kind) => days[kind] === null)) return;
  await whileAlone(pool, async () => {
    for (const name of await findDetached(pool, retainedKinds.flatMap((kind) => retainedTables[kind]))) await dropDetached(pool, name);
    for (const kind of retainedKinds) {
      for (const month of await planKind(pool, kind, days[kind], nowMs)) {
        try {
          await dropOne(pool, kind, month);
        } catch (error) {
          log().error({ err: error, kind, month: monthName(month.startMs) }, "a month could not be dropped; it is tried again");
        }
      }
    }
  });
}

async function dropOne(pool: Pool, kind: RetainedKind, month: PlannedMonth): Promise<void> {
  const { startMs, endMs, parts, waiting } = month;
  if (waiting !== null) return;
  const kept = kind === "attempts" ? 0 : await keepReadings(pool, kind, { from: firstIdAt(startMs), to: firstIdAt(endMs) });
  for (const part of parts) await dropMonth(pool, part);
  if (kind === "events") {
    await forgetCopies(pool, endMs);
    await forgetIdentities(pool, endMs - identitiesLongerMs);
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const details = { kind, month: monthName(startMs), rows, bytes: parts.reduce((sum, part) => sum + part.bytes, 0), readingsKept: kept };
  await writeAudited({ type: "worker", name: "worker" }, () => Promise.resolve({ output: null, audit: { action: "retention.drop", subjectType: "retention", subjectId: null, details } }));
  log().info(details, "a month whose retention had ended was dropped");
}

/** `2026-11`. */
export function monthName(startMs: number): string {
  return new Date(startMs).toISOString().slice(0, 7);
}
