import type { Pool } from "pg";
import { database } from "#lib/platform/database/client";
import { firstIdAt, publicId } from "#lib/platform/ids";
import type { RetainedKind } from "./months.sql.ts";
import { monthName, type PlannedRows } from "./plan-retention.ts";
import type { RetentionPreview } from "./retention-shape.ts";
import { countRowsOf } from "./source-rows.sql.ts";

type OfSource = RetentionPreview["sources"][number];

/** What planned rows of single sources come to, counted; sources of which nothing would go are left out. */
export async function previewSourceRows(pool: Pool, kind: RetainedKind, planned: readonly PlannedRows[]): Promise<OfSource[]> {
  const names = new Map((await database().prisma.source.findMany({ where: { id: { in: planned.map(({ sourceId }) => sourceId) } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
  const told = new Map<string, OfSource>();
  for (const [startMs, rows] of Map.groupBy(planned, (row) => row.startMs)) {
    const counts = await countRowsOf(pool, kind, rows.map(({ sourceId }) => sourceId), { from: firstIdAt(startMs), to: firstIdAt(rows[0]?.endMs ?? startMs) });
    for (const { sourceId, days, waiting } of rows) {
      const count = counts.get(sourceId) ?? 0;
      if (count === 0) continue;
      const source = told.get(sourceId) ?? { sourceId: publicId("source", sourceId), name: names.get(sourceId) ?? "", kind, days, rows: 0, months: [] };
      source.months.push({ month: monthName(startMs), rows: count, waitingEvents: waiting?.events ?? 0, waitingDeliveries: waiting?.deliveries ?? 0 });
      if (waiting === null) source.rows += count;
      told.set(sourceId, source);
    }
  }
  return [...told.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}
