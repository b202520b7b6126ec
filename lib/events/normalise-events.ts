import type { Pool } from "pg";
import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { log } from "#lib/platform/log";
import type { HeaderMap } from "#lib/providers/provider";
import { isProviderId, providerById } from "#lib/providers/registry";
import { loadPendingEvents, markFailed, writeNormalised, type NormalisedRow, type PendingEvent } from "./normalise-events.sql.ts";

/**
 * Reads type, times and references out of events and writes them, set-wise. An event that cannot be read is set
 * aside with its error; when the set as a whole cannot be written, its events are tried one by one.
 * Rejects only when the database is away, and then changes nothing. Returns those that it looked at.
 */
export async function normaliseEvents(pool: Pool, ids: readonly string[]): Promise<readonly { readonly id: string; readonly provider: string }[]> {
  const rows: NormalisedRow[] = [];
  const pending = await loadPendingEvents(pool, ids);
  for (const event of pending) {
    try {
      rows.push(readEvent(event));
    } catch (error) {
      await setAside(pool, event.id, error);
    }
  }
  if (rows.length === 0) return pending;
  try {
    await writeNormalised(pool, rows);
  } catch (error) {
    if (isUnavailable(error) || rows.length === 1) await giveUpOn(pool, rows, error);
    else for (const row of rows) await writeNormalised(pool, [row]).catch((fault: unknown) => giveUpOn(pool, [row], fault));
  }
  return pending;
}

function readEvent(event: PendingEvent): NormalisedRow {
  if (!isProviderId(event.provider)) throw new Error(`unknown provider "${event.provider}"`);
  const provider = providerById(event.provider);
  const headers: HeaderMap = new Map(event.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const read = provider.normalise({
    settings: provider.settings.parse(event.settings),
    mode: event.mode === "live" ? "live" : "test",
    headers,
    body: event.body,
    itemIndex: event.itemIndex,
  });
  return {
    id: event.id,
    type: storable(read.type),
    providerType: storable(read.providerType),
    occurredAt: read.occurredAt?.toISOString() ?? null,
    references: read.references.map(storable),
    flags: read.flags,
  };
}

/** PostgreSQL's text takes neither NUL nor half a surrogate pair; both can come in a JSON string. */
function storable(text: string): string {
  return text.replaceAll("\0", "\u2400").toWellFormed();
}

async function giveUpOn(pool: Pool, rows: readonly NormalisedRow[], error: unknown): Promise<void> {
  if (isUnavailable(error)) throw error;
  for (const { id } of rows) await setAside(pool, id, error);
}

async function setAside(pool: Pool, id: string, error: unknown): Promise<void> {
  if (isUnavailable(error)) throw error;
  log().error({ eventId: id, err: error }, "an event could not be read and was set aside");
  await markFailed(pool, id, error instanceof Error ? error.message.slice(0, 500) : "unknown error");
}
