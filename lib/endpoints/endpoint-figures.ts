import { z } from "zod";
import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { publicIdText } from "#lib/platform/page-query";
import { readFigures } from "./endpoint-figures.sql.ts";
import { type EndpointFigures, figureRanges } from "./endpoint-shape.ts";

/** `GET /endpoints/figures`. */
export const figuresQuery = z.strictObject({
  range: z.enum(["day", "week", "month"]).default("day").meta({ description: "The last 24 hours in steps of 30 minutes, 7 days in steps of 4 hours, or 30 days in steps of a day" }),
  endpointId: publicIdText("endpoint").optional(),
});
export type FiguresQuery = z.output<typeof figuresQuery>;

/** What came of the attempts at each endpoint over time, up to now. */
export async function endpointFigures(actor: Actor, { range = "day", endpointId }: Partial<FiguresQuery> = {}): Promise<EndpointFigures> {
  requirePermission(actor, "endpoints.read");
  const { stepMinutes, steps } = figureRanges[range];
  const stepMs = stepMinutes * 60_000;
  // Steps lie on whole multiples, so that the same attempt stands in the same step whenever one looks.
  const from = new Date((Math.floor(systemClock.now() / stepMs) - steps + 1) * stepMs);
  const rows = await readFigures(database().pool, { from, stepMinutes, endpointId: endpointId ?? null });
  const byEndpoint = Map.groupBy(rows, (row) => row.endpointId);
  return {
    from: from.toISOString(),
    stepMinutes,
    steps,
    data: [...byEndpoint].map(([id, found]) => ({
      endpointId: publicId("endpoint", id),
      succeeded: found.reduce((sum, row) => sum + row.succeeded, 0),
      failed: found.reduce((sum, row) => sum + row.failed, 0),
      steps: found.map(({ at, succeeded, failed, averageMs, slowestMs }) => ({ at: at.toISOString(), succeeded, failed, averageMs: Math.round(averageMs), slowestMs })),
    })),
  };
}
