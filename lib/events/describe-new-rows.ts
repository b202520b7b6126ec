import { database } from "#lib/platform/database/client";
import { findEventsByIds } from "./event-rows.sql.ts";
import type { NewRow } from "./new-rows.sql.ts";
import { presentEvent } from "./present-event.ts";
import { presentRequest } from "./present-request.ts";
import { findRequestsByIds } from "./request-rows.sql.ts";

/** Rows of the lists of events and requests, by bare id. `detailed`: with what viewers may not see. */
export async function describeNewRows(rows: readonly NewRow[], detailed: boolean): Promise<ReadonlyMap<string, unknown>> {
  const idsOf = (kind: NewRow["kind"]): string[] => rows.flatMap((row) => (row.kind === kind ? [row.id] : []));
  const { pool } = database();
  const [events, requests] = await Promise.all([findEventsByIds(pool, idsOf("event")), findRequestsByIds(pool, idsOf("request"))]);
  return new Map<string, unknown>([
    ...events.map((row): [string, unknown] => [row.id, presentEvent(row)]),
    ...requests.map((row): [string, unknown] => [row.id, presentRequest(row, detailed)]),
  ]);
}
