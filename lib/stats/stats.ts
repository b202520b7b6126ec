import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { requestOutcomes } from "#lib/events/request-shape";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { momentText, publicIdText } from "#lib/platform/page-query";
import { Problem } from "#lib/platform/problem";
import { readSettings } from "#lib/settings/read-settings";
import { countByInterval } from "./stats.sql.ts";
import type { Stats } from "./stats-shape.ts";
import { timeZoneInput } from "#lib/platform/time-zone";

const dayMs = 86_400_000;
/** The last moment that RFC 3339 can write. */
const lastMs = Date.UTC(10_000, 0) - 1;
const longestMs = { hour: 31 * dayMs, day: 400 * dayMs } as const;

/** `GET /stats`. */
export const statsQuery = z.strictObject({
  interval: z.enum(["hour", "day"]).default("hour"),
  from: momentText.optional().meta({ description: "24 hours (30 days, by day) before `to` when left out" }),
  to: momentText.optional().meta({ description: "Now, when left out" }),
  sourceId: publicIdText("source").optional(),
  outcome: z.enum(requestOutcomes).optional(),
  mode: z.enum(["test", "live"]).optional(),
  timeZone: timeZoneInput.optional(),
});
export type StatsQuery = z.output<typeof statsQuery>;

/** Requests and their bytes by interval, source and outcome; intervals without any are left out. Counted to the hour. */
export async function stats(actor: Actor, query: StatsQuery): Promise<Stats> {
  requirePermission(actor, "stats.read");
  const toMs = query.to === undefined ? systemClock.now() : Date.parse(query.to);
  const fromMs = query.from === undefined ? toMs - (query.interval === "hour" ? dayMs : 30 * dayMs) : Date.parse(query.from);
  if (toMs < 0 || toMs > lastMs) throw rangeProblem("to", "must lie between the years 1970 and 9999");
  if (fromMs < 0) throw rangeProblem("from", "must lie between the years 1970 and 9999");
  if (fromMs >= toMs) throw rangeProblem("from", "must be before `to`");
  if (toMs - fromMs > longestMs[query.interval]) throw rangeProblem("from", `must be at most ${longestMs[query.interval] / dayMs} days before \`to\` by ${query.interval}`);
  const from = new Date(fromMs);
  const to = new Date(toMs);
  const rows = await countByInterval(database().pool, { ...query, from, to, timeZone: query.timeZone ?? (await readSettings()).timeZone });
  return {
    interval: query.interval,
    from: from.toISOString(),
    to: to.toISOString(),
    data: rows.flatMap(({ at, source_id, outcome, count, bytes }) => {
      const known = requestOutcomes.find((name) => name === outcome);
      return known === undefined ? [] : [{ at: at.toISOString(), sourceId: publicId("source", source_id), outcome: known, count: Number(count), bytes: Number(bytes) }];
    }),
  };
}

function rangeProblem(path: string, message: string): Problem {
  return new Problem("bad_input", "This range of time cannot be counted.", { errors: [{ path, message }] });
}
