import type { Transaction } from "#lib/platform/database/client";
import { parsePublicId } from "#lib/platform/ids";
import { lockSource } from "./announce-source.sql.ts";
import { keyNotFound, sourceNotFound } from "./get-source.ts";
import { sourceParts, type SourceRecord } from "./present-source.ts";

/** The source that a command writes to, locked until the command's end. Throws `Problem("not_found")`. */
export async function findSourceToWrite(tx: Transaction, id: string): Promise<SourceRecord> {
  const uuid = parsePublicId("source", id);
  if (uuid === null) throw sourceNotFound();
  await lockSource(tx, uuid);
  const record = await tx.source.findFirst({ where: { id: uuid, deletedAt: null }, include: sourceParts });
  if (record === null) throw sourceNotFound();
  return record;
}

export type KeyRecord = SourceRecord["keys"][number];

/** One of its keys. Throws `Problem("not_found")`. */
export function keyOf(source: SourceRecord, keyId: string): KeyRecord {
  const uuid = parsePublicId("key", keyId);
  const key = source.keys.find(({ id }) => id === uuid);
  if (key === undefined) throw keyNotFound();
  return key;
}
