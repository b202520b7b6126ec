import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { publicIdText } from "#lib/platform/page-query";
import { readSettings } from "#lib/settings/read-settings";
import { readMonths, retainedTables } from "./months.sql.ts";
import { monthName, planKind, retainedKinds, type RetentionDays } from "./plan-retention.ts";
import { previewSourceRows } from "./preview-source-rows.ts";
import type { RetentionPreview } from "./retention-shape.ts";
import { readPeriods, type WantedDays } from "./source-days.ts";

const days = z.string().regex(/^[1-9][0-9]{0,4}$/, "must be a number of days from 1 to 99999").transform(Number).optional().meta({ description: "As if it were settled so for the installation; left out: as it is. Days of single sources stay" });

const sourceDays = z
  .string()
  .regex(/^(?:[1-9][0-9]{0,4}|forever)$/, "must be a number of days from 1 to 99999, or forever")
  .transform((text) => (text === "forever" ? text : Number(text)))
  .optional()
  .meta({ description: "Of the source that sourceId names; left out: as the installation" });

/** `GET /retention/preview`. */
export const previewQuery = z.strictObject({
  requestsDays: days,
  eventsDays: days,
  attemptsDays: days,
  sourceId: publicIdText("source").optional().meta({ description: "As if this source had days of its own, as the three members for it tell" }),
  sourceRequestsDays: sourceDays,
  sourceEventsDays: sourceDays,
  sourceAttemptsDays: sourceDays,
});
export type PreviewQuery = z.output<typeof previewQuery>;

/** What would be dropped today, with the settings as they are or as they might be. Changes nothing. */
export async function previewRetention(actor: Actor, query: PreviewQuery): Promise<RetentionPreview> {
  requirePermission(actor, "retention.read");
  const { pool, prisma } = database();
  const settled = (await readSettings()).retention;
  const wanted: RetentionDays = {
    requests: query.requestsDays ?? settled.requestsDays,
    events: query.eventsDays ?? settled.eventsDays,
    attempts: query.attemptsDays ?? settled.attemptsDays,
  };
  const nowMs = systemClock.now();
  const periods = await readPeriods(prisma, wanted, wantedOfSource(query));
  const kinds: RetentionPreview["kinds"] = [];
  const sources: RetentionPreview["sources"] = [];
  for (const kind of retainedKinds) {
    const plan = await planKind(pool, kind, periods[kind], nowMs);
    sources.push(...(await previewSourceRows(pool, kind, plan.rows)));
    const months = plan.months.map(({ startMs, parts, waiting }) => ({
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
  return { kinds, sources, storedMonths: stored.filter(({ table, startMs }) => table === "requests" && startMs <= nowMs).length, storedBytes: sum(stored.map(({ bytes }) => bytes)) };
}

function wantedOfSource({ sourceId, sourceRequestsDays, sourceEventsDays, sourceAttemptsDays }: PreviewQuery): WantedDays | null {
  if (sourceId === undefined) return null;
  return { sourceId, days: { requestsDays: sourceRequestsDays ?? null, eventsDays: sourceEventsDays ?? null, attemptsDays: sourceAttemptsDays ?? null } };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
