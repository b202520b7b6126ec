import { database } from "#lib/platform/database/client";
import { findChangedAlerts } from "./alert-rows.sql.ts";
import type { AlertRow } from "./alert-shape.ts";
import { presentAlert } from "./present-alert.ts";

/** Rows of the list of alerts, by the bare ids of the changes that they went through. */
export async function describeChanges(rows: readonly { readonly kind: string; readonly id: string }[]): Promise<ReadonlyMap<string, AlertRow>> {
  const ids = rows.flatMap(({ kind, id }) => (kind === "alert" ? [id] : []));
  if (ids.length === 0) return new Map();
  const found = await findChangedAlerts(database().pool, ids);
  return new Map(found.map((row) => [row.change_id, presentAlert(row)]));
}
