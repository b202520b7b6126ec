import type { Pool, PoolClient } from "pg";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { findCopiesToKeep, findEventsToKeep, holdOffErasures, insertReadings, loadKeptMessages, type ReadingToKeep } from "./kept-readings.sql.ts";
import { writeReading } from "./kept-reading.ts";
import { readCopy, readKept, readMessage } from "./read-message.ts";
import { loadCopies, loadMessages } from "./stored-messages.sql.ts";

const atOnce = 200;

/** Between which ids a month lies, or a piece of it that is one source's. */
export interface MonthRange {
  readonly from: string;
  readonly to: string;
  /** Left out: all of them. */
  readonly sourceId?: string;
}

/**
 * Keeps what the messages of a month said about payments before the month is dropped, so that a later message finds them
 * folded as before. Does nothing where it was done already; throws where a message cannot be read, and then the month stays.
 */
export async function keepReadings(pool: Pool, table: "requests" | "events", range: MonthRange): Promise<number> {
  let kept = 0;
  for (let ids = await findEventsToKeep(pool, table, range, atOnce); ids.length > 0; ids = await findEventsToKeep(pool, table, range, atOnce)) {
    kept += await keepPiece(pool, ids);
  }
  for (let ids = await findCopiesToKeep(pool, table, range, atOnce); ids.length > 0; ids = await findCopiesToKeep(pool, table, range, atOnce)) kept += await keepPiece(pool, ids);
  return kept;
}

/** No customer is erased between the look at his messages and what is kept of them. */
function keepPiece(pool: Pool, eventIds: readonly string[]): Promise<number> {
  return inTransaction(pool, async (client) => {
    await holdOffErasures(client);
    return keep(client, eventIds);
  });
}

async function keep(client: PoolClient, eventIds: readonly string[]): Promise<number> {
  const messages = new Map((await loadMessages(client, eventIds)).map((row) => [row.id, readMessage(row)]));
  const rows: ReadingToKeep[] = [...messages.values()].map(({ row, event, reading }) => ({
    message: row, requestId: row.requestId, itemIndex: row.itemIndex, isCopy: false, references: withoutAddresses(event.references), reading: writeReading(reading),
  }));
  // A copy may come when the bytes of the first are gone already.
  const kept = new Map((await loadKeptMessages(client, eventIds.filter((id) => !messages.has(id)))).map((row) => [row.id, readKept(row)]));
  for (const copy of await loadCopies(client, eventIds)) {
    const message = messages.get(copy.id) ?? kept.get(copy.id);
    if (message === undefined) continue;
    const { references, reading } = readCopy(message, copy);
    rows.push({ message: message.row, requestId: copy.requestId, itemIndex: copy.itemIndex, isCopy: true, references: withoutAddresses(references), reading: writeReading(reading) });
  }
  if (rows.length === 0) throw new Error("messages whose readings should be kept could not be loaded");
  await insertReadings(client, rows);
  return rows.length;
}

/** A shop may call its customers by their e-mail addresses. */
function withoutAddresses(references: readonly string[]): readonly string[] {
  return references.filter((reference) => !reference.includes("@"));
}
