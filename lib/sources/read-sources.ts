import type { Prisma } from "#lib/platform/database/client";
import { systemClock } from "#lib/platform/clock";
import { presentSource, sourceParts, type SourceRecord } from "./present-source.ts";
import { countByKey, lastMessages, type Reader } from "./source-counts.sql.ts";
import type { Source } from "./source-shape.ts";

/** Sources as they are shown, in the order of `find`. */
export async function readSources(reader: Reader, find: Pick<Prisma.SourceFindManyArgs, "where" | "orderBy" | "take">, detailed: boolean): Promise<Source[]> {
  const records: SourceRecord[] = await reader.source.findMany({ ...find, where: { ...find.where, deletedAt: null }, include: sourceParts });
  const ids = records.map(({ id }) => id);
  // One after the other: within a transaction there is one connection.
  const keyCounts = detailed && ids.length > 0 ? await countByKey(reader, ids) : new Map<string, never>();
  const lastAt = ids.length > 0 ? await lastMessages(reader, ids) : new Map<string, Date>();
  const nowMs = systemClock.now();
  return records.map((record) => presentSource(record, { keyCounts, lastMessageAt: lastAt.get(record.id) ?? null, nowMs }, detailed));
}

/** One source, or `null`. */
export async function readSource(reader: Reader, id: string, detailed: boolean): Promise<Source | null> {
  const [source] = await readSources(reader, { where: { id } }, detailed);
  return source ?? null;
}
