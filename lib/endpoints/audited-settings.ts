import type { AuditDetails } from "#lib/audit/append";
import type { Endpoint } from "./endpoint-shape.ts";

/** What the audit keeps of an endpoint. Of its URL only the origin: paths and queries often hold a secret of the receiver's. */
export function auditedSettings(endpoint: Endpoint): AuditDetails {
  return {
    target: endpoint.url === null ? null : new URL(endpoint.url).origin,
    description: endpoint.description,
    types: endpoint.types,
    sources: endpoint.sourceIds,
    mode: endpoint.mode,
    format: endpoint.format,
    headerNames: endpoint.headerNames,
    ratePerSecond: endpoint.ratePerSecond,
    maxInFlight: endpoint.maxInFlight,
    schedule: endpoint.retry.schedule,
    status: endpoint.status,
  };
}
