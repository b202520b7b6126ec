import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { readSettings } from "#lib/settings/read-settings";
import { monthName } from "./drop-old-months.ts";
import { readMonths, retainedTables } from "./months.sql.ts";
import { planKind, retainedKinds, type RetentionDays } from "./plan-retention.ts";
import type { RetentionPreview } from "./retention-shape.ts";

const days = z.string().regex(/^[1-9][0-9]{0,4}$/, "must be a number of days from 1 to 99999").transform(Number).optional().meta({ description: "As if it were settled so; left out: as it is" });

/** `GET /retention/preview`. */
export const previewQuery = z.strictObject({ requestsDays: days, eventsDays: days, attemptsDays: days });
export type PreviewQuery = z.output<typeof previewQuery>;

/** What would be dropped today, with the settings as they are or as they might be. Changes nothing. */
export async function previewRetention(actor: Actor, query: PreviewQuery): Promise<RetentionPreview> {
  requirePermission(actor, "retention.read");
  const { pool } = database();
  const settled = (await readSettings()).retention;
  const wanted: RetentionDays = {
    requests: query.requestsDays ?? settled.requestsDays,
    events: query.eventsDays ?? settled.eventsDays,
    attempts: query.attemptsDays ?? settled.attemptsDays,
  };
  const nowMs = systemClock.now();
  const kinds: RetentionPreview["kinds"] = [];
  for (const kind of retainedKinds) {
    const months = (await planKind(pool, kind, wanted[kind], nowMs)).map(({ startMs, parts, waiting }) => ({
      month: monthName(startMs),
      // Snapshots of events are a part of them, and no rows that anybody counts.
      rows: parts.find(({ table }) => table === kind)?.rows ?? 0,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      waitingEvents: waiting?.events ?? 0,
      waitingDeliveries: waiting?.deliveries ?? 0,
    }));
    const going = months.filter(({ waitingEvents, waitingDeliveries }) => waitingEvents + waitingDeliveries === 0);
    kinds.push({ kind, days: wanted[kind], rows: sum(going.map(({ rows }) => rows)), bytes: sum(going.map(({ bytes }) => bytes)), months });
  }
  const stored = await readMonths(pool, retainedKinds.flatMap((kind) => retainedTables[kind]));
  return { kinds, storedMonths: stored.filter(({ table, startMs }) => table === "requests" && startMs <= nowMs).length, storedBytes: sum(stored.map(({ bytes }) => bytes)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
