import { envelopeOf } from "./envelope.ts";
import type { Connection } from "./event-facts.sql.ts";
import { insertSnapshots, readForSnapshots, readSnapshot } from "./snapshots.sql.ts";

/** Keeps what normalised messages say of these events now, where nothing is kept yet. */
export async function keepSnapshots(on: Connection, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  const rows = await readForSnapshots(on, eventIds);
  await insertSnapshots(on, rows.map((row) => ({ eventId: row.id, envelope: envelopeOf(row) })));
}

/** The same for one event that is sent without: it was not wanted when the event came. `null` where the event is gone. */
export async function snapshotOf(on: Connection, eventId: string): Promise<string | null> {
  await keepSnapshots(on, [eventId]);
  return readSnapshot(on, eventId);
}
