import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { listEndpoints } from "#lib/endpoints/list-endpoints";
import type { Endpoint } from "#lib/endpoints/endpoint-shape";
import { database } from "#lib/platform/database/client";
import { firstIdAt, publicId } from "#lib/platform/ids";
import { type EndpointPerformance, endpointPerformance } from "./endpoint-performance.ts";
import { readQueueTargets } from "./queue.sql.ts";

/** What the overview says of sending; counts are attempts of the last 24 hours. */
export interface DeliveryOverview {
  readonly endpoints: number;
  readonly succeeded: number;
  readonly failed: number;
  /** `null`: there was no attempt. */
  readonly averageMs: number | null;
  readonly waiting: number;
  readonly oldestDueAt: string | null;
  /** Endpoints that a person should look at: disabled by us, or with an open circuit. */
  readonly troubled: readonly Endpoint[];
}

const hourMs = 3_600_000;

/** How sending fares in all; `null` where there is no endpoint. */
export async function deliveryOverview(actor: Actor, mode?: "test" | "live"): Promise<DeliveryOverview | null> {
  requirePermission(actor, "stats.read");
  const { data } = await listEndpoints(actor, mode === undefined ? {} : { mode });
  if (data.length === 0) return null;
  const [byEndpoint, targets] = await Promise.all([
    endpointPerformance(actor, data.map(({ id }) => id)),
    readQueueTargets(database().pool, firstIdAt(Date.now() - hourMs)),
  ]);
  const performances = [...byEndpoint.values()];
  const queued = targets.filter(({ target_id }) => byEndpoint.has(publicId("endpoint", target_id)));
  const oldest = queued.flatMap(({ oldest_due_at, endpoint_status }) => (oldest_due_at === null || endpoint_status === "paused" ? [] : [oldest_due_at.toISOString()])).toSorted()[0];
  const sum = (of: (one: EndpointPerformance) => number): number => performances.reduce((total, one) => total + of(one), 0);
  const [succeeded, failed] = [sum((one) => one.succeeded), sum((one) => one.failed)];
  return {
    endpoints: data.length,
    succeeded,
    failed,
    averageMs: succeeded + failed === 0 ? null : sum((one) => (one.averageMs ?? 0) * (one.succeeded + one.failed)) / (succeeded + failed),
    waiting: queued.reduce((sum, { depth }) => sum + depth, 0),
    oldestDueAt: oldest ?? null,
    troubled: data.filter(({ status, circuit, disabledReason }) => (status === "enabled" && circuit !== "closed") || (status === "disabled" && disabledReason !== "by_hand")),
  };
}
