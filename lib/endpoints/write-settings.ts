import { wakeAlerts } from "#lib/alerts/wake-alerts.sql";
import type { AuditDetails } from "#lib/audit/append";
import type { CommandResult } from "#lib/access/command";
import { systemClock } from "#lib/platform/clock";
import type { Prisma, Transaction } from "#lib/platform/database/client";
import { announceEndpoint } from "./announce-endpoint.sql.ts";
import { auditedSettings } from "./audited-settings.ts";
import type { Endpoint } from "./endpoint-shape.ts";
import { readWrittenEndpoint } from "./find-endpoint.ts";
import { freshHealth } from "./fresh-health.ts";
import { type EndpointRecord, presentEndpoint } from "./present-endpoint.ts";

interface WrittenSettings {
  readonly data: Prisma.EndpointUpdateInput;
  /** It goes elsewhere, or is sent to again: what was known of how it fares no longer counts. */
  readonly startsAnew: boolean;
  readonly action: "endpoint.update" | "endpoint.revert";
  readonly details: AuditDetails;
}

/** Writes settings of an endpoint that is locked, tells every process, and puts what they were and are in the audit. */
export async function writeSettings(tx: Transaction, before: EndpointRecord, { data, startsAnew, action, details }: WrittenSettings): Promise<CommandResult<Endpoint>> {
  await tx.endpoint.update({ where: { id: before.id }, data: startsAnew ? { ...data, health: { upsert: { create: freshHealth, update: freshHealth } } } : data });
  await announceEndpoint(tx, before.id);
  await wakeAlerts(tx);
  const endpoint = await readWrittenEndpoint(tx, before.id);
  return {
    output: endpoint,
    audit: { action, subjectType: "endpoint", subjectId: before.id, details: { ...details, before: auditedSettings(presentEndpoint(before, systemClock.now(), true)), after: auditedSettings(endpoint) } },
  };
}
