import { z } from "zod";
import type { Prisma } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { type Rebuild, rebuildPhases, rebuildStates } from "./rebuild-shape.ts";

export type RebuildRecord = Prisma.RebuildGetPayload<object>;

const words = z.object({ state: z.enum(rebuildStates), phase: z.enum(rebuildPhases), filter: z.record(z.string(), z.unknown()) });

export function presentRebuild(record: RebuildRecord): Rebuild {
  const { total, done, changed, failed, error, createdBy, createdAt, finishedAt } = record;
  return {
    id: publicId("rebuild", record.id),
    ...words.parse(record),
    total,
    done,
    changed,
    failed,
    error,
    createdBy,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
