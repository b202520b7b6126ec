import { z } from "zod";
import { publicId } from "#lib/platform/ids";
import { type Replay, replayStates } from "./replay-shape.ts";

export interface ReplayRecord {
  readonly id: string;
  readonly state: string;
  readonly filter: unknown;
  readonly eventId: string | null;
  readonly endpointIds: readonly string[];
  readonly url: string | null;
  readonly reason: string;
  readonly ratePerSecond: number | null;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
  readonly error: string | null;
  readonly createdBy: string;
  readonly approvedBy: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const filterMembers = z.record(z.string(), z.string());

/** `detailed`: with the URL of a copy, which viewers may not see. */
export function presentReplay(row: ReplayRecord, detailed: boolean): Replay {
  const { succeeded, failed, canceled } = row;
  return {
    id: publicId("replay", row.id),
    state: replayStates.find((state) => state === row.state) ?? "failed",
    filter: filterMembers.parse(row.filter),
    eventId: row.eventId === null ? null : publicId("event", row.eventId),
    endpointIds: row.endpointIds.map((id) => publicId("endpoint", id)),
    url: detailed ? row.url : null,
    reason: row.reason,
    ratePerSecond: row.ratePerSecond,
    total: row.total,
    done: succeeded + failed + canceled,
    succeeded,
    failed,
    canceled,
    error: row.error === "gone" ? "gone" : null,
    createdBy: row.createdBy,
    approvedBy: row.approvedBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
