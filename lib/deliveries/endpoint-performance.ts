import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { endpointFigures } from "#lib/endpoints/endpoint-figures";
import { database } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { readCircuits } from "./circuits.sql.ts";

/** What came of the attempts within half an hour. */
export interface PerformanceStep {
  readonly from: string;
  readonly succeeded: number;
  readonly failed: number;
}

/** How an endpoint fared in the last 24 hours, and what holds it back. Counts are attempts. */
export interface EndpointPerformance {
  /** Oldest first, without gaps. */
  readonly steps: readonly PerformanceStep[];
  readonly succeeded: number;
  readonly failed: number;
  /** `null`: there was no attempt. */
  readonly averageMs: number | null;
  readonly slowestMs: number | null;
  readonly circuitOpenedAt: string | null;
  readonly nextProbeAt: string | null;
  /** The target asked to be left alone until then. */
  readonly holdUntil: string | null;
}

/** How endpoints fared in the last 24 hours, by their public ids. */
export async function endpointPerformance(actor: Actor, endpointIds: readonly string[]): Promise<ReadonlyMap<string, EndpointPerformance>> {
  requirePermission(actor, "deliveries.read");
  const known = endpointIds.flatMap((id) => {
    const uuid = parsePublicId("endpoint", id);
    return uuid === null ? [] : [{ id, uuid }];
  });
  const [only] = known;
  const [figures, circuits] = await Promise.all([
    endpointFigures(actor, known.length === 1 && only !== undefined ? { endpointId: only.uuid } : {}),
    readCircuits(database().pool, known.map(({ uuid }) => uuid)),
  ]);
  const stepMs = figures.stepMinutes * 60_000;
  const starts = Array.from({ length: figures.steps }, (_, step) => new Date(Date.parse(figures.from) + step * stepMs).toISOString());
  return new Map(
    known.map(({ id, uuid }) => {
      const own = figures.data.find(({ endpointId }) => endpointId === id);
      const attempts = (own?.succeeded ?? 0) + (own?.failed ?? 0);
      const totalMs = (own?.steps ?? []).reduce((sum, { succeeded, failed, averageMs }) => sum + averageMs * (succeeded + failed), 0);
      const circuit = circuits.find(({ endpoint_id }) => endpoint_id === uuid);
      return [
        id,
        {
          steps: starts.map((from) => {
            const step = own?.steps.find(({ at }) => at === from);
            return { from, succeeded: step?.succeeded ?? 0, failed: step?.failed ?? 0 };
          }),
          succeeded: own?.succeeded ?? 0,
          failed: own?.failed ?? 0,
          averageMs: attempts === 0 ? null : totalMs / attempts,
          slowestMs: attempts === 0 ? null : Math.max(...(own?.steps ?? []).map(({ slowestMs }) => slowestMs)),
          circuitOpenedAt: circuit?.opened_at?.toISOString() ?? null,
          nextProbeAt: circuit?.next_probe_at?.toISOString() ?? null,
          holdUntil: circuit?.hold_until?.toISOString() ?? null,
        },
      ];
    }),
  );
}
