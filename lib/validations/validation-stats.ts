import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { systemClock } from "#lib/platform/clock";
import { database } from "#lib/platform/database/client";
import { Problem } from "#lib/platform/problem";
import type { ValidationStatsQuery } from "./validation-queries.ts";
import { mostDecisions, sumValidations } from "./validation-stats.sql.ts";
import type { ValidationStats } from "./validation-stats-shape.ts";

const dayMs = 86_400_000;

/** Decisions in figures; of the last 24 hours unless a time is given. */
export async function validationStats(actor: Actor, { sourceId, mode, from, to }: ValidationStatsQuery): Promise<ValidationStats> {
  requirePermission(actor, "validations.read");
  // Decisions of this very moment are in it.
  const toMs = to === undefined ? systemClock.now() + 1000 : Date.parse(to);
  const fromMs = from === undefined ? toMs - dayMs : Date.parse(from);
  if (fromMs > toMs) throw new Problem("bad_input", "The time ends before it begins.", { errors: [{ path: "from", message: "must not be after `to`" }] });
  const { figures, byRule } = await sumValidations(database().pool, { fromMs, toMs, sourceId: sourceId ?? null, mode: mode ?? null });
  const { total, approved } = figures;
  return {
    ...figures,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    complete: total < mostDecisions,
    declined: total - approved,
    approveRate: total === 0 ? null : approved / total,
    byRule,
  };
}
