import { publicId } from "#lib/platform/ids";
import type { AlertRecord } from "./alert-rows.sql.ts";
import { type AlertRow, alertRules, alertStates } from "./alert-shape.ts";
import { alertText } from "./alert-texts.ts";

/** An alert as everybody may read it: names of sources, descriptions of endpoints, no URLs. */
export function presentAlert(row: AlertRecord): AlertRow {
  const rule = alertRules.find((known) => known === row.rule) ?? "worker_missing";
  const source = row.source_id === null ? null : { id: publicId("source", row.source_id), name: row.source_name ?? "a deleted source" };
  const endpoint = row.endpoint_id === null ? null : { id: publicId("endpoint", row.endpoint_id), name: endpointName(row.endpoint_id, row.endpoint_description) };
  return {
    id: publicId("alert", row.id),
    rule,
    state: alertStates.find((known) => known === row.state) ?? "open",
    loud: row.loud,
    sourceId: source?.id ?? null,
    endpointId: endpoint?.id ?? null,
    ...alertText({ rule, facts: row.facts, source, endpoint }),
    openedAt: row.opened_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_by,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

function endpointName(id: string, description: string | null): string {
  return description === null || description === "" ? `Endpoint …${id.slice(-6)}` : description;
}
