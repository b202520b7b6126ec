import type { Actor } from "#lib/access/actor";
import { requirePermission } from "#lib/access/require-permission";
import { database } from "#lib/platform/database/client";
import { firstIdAt, publicId } from "#lib/platform/ids";
import { readQueueTargets, readQueueTotals, readWorkers } from "./queue.sql.ts";
import { type Queue, queueShape } from "./queue-shape.ts";

const dayMs = 24 * 3_600_000;

/** What waits to be sent and what is under way, in all and by endpoint. */
export async function getQueue(actor: Actor, nowMs: number = Date.now()): Promise<Queue> {
  requirePermission(actor, "queue.read");
  const { pool } = database();
  const [totals, targets, workers] = await Promise.all([readQueueTotals(pool), readQueueTargets(pool, firstIdAt(nowMs - dayMs)), readWorkers(pool)]);
  const sum = (of: (row: (typeof targets)[number]) => number): number => targets.reduce((total, row) => total + of(row), 0);
  const oldest = targets.flatMap(({ oldest_due_at, endpoint_status }) => (oldest_due_at === null || endpoint_status === "paused" ? [] : [oldest_due_at.toISOString()])).toSorted()[0];
  const endpoint = queueShape.shape.endpoints.element.shape;
  return {
    depth: sum(({ depth }) => depth) + totals.held,
    due: sum(({ due, endpoint_status }) => (endpoint_status === "paused" ? 0 : due)),
    oldestDueAt: oldest ?? null,
    running: sum(({ running }) => running),
    held: totals.held,
    pendingEvents: totals.pending_events,
    failedEvents: totals.failed_events,
    workers: workers.map(({ process_id, started_at, last_beat_at }) => ({ processId: process_id, startedAt: started_at.toISOString(), lastBeatAt: last_beat_at.toISOString() })),
    endpoints: targets.flatMap((row) =>
      row.endpoint_url === null
        ? []
        : [
            {
              endpointId: publicId("endpoint", row.target_id),
              url: row.endpoint_url,
              status: endpoint.status.catch("disabled").parse(row.endpoint_status),
              circuit: endpoint.circuit.catch("closed").parse(row.circuit),
              depth: row.depth,
              due: row.due,
              oldestDueAt: row.oldest_due_at?.toISOString() ?? null,
              running: row.running,
              failed: row.failed,
            },
          ],
    ),
  };
}
