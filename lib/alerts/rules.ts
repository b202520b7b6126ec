import type { PoolClient } from "pg";
import { firstIdAt } from "#lib/platform/ids";
import type { AlertRule } from "./alert-shape.ts";
import { findDisabledEndpoints, findFailingDeliveries, findMissingWorker, findOldQueue, findOpenCircuits } from "./endpoint-conditions.sql.ts";
import type { Finding } from "./finding.ts";
import { findAnomalies, findExpiringKeys, findFailedEvents, findQuarantine, findSilence, findVerificationFailures } from "./source-conditions.sql.ts";

interface Rule {
  readonly rule: AlertRule;
  /** For how long the condition must be gone before the alert is resolved, so that one that comes and goes is told once. */
  readonly calmMinutes: number;
  readonly find: (client: PoolClient, now: Date) => Promise<readonly Finding[]>;
}

const quarantineDays = 30;

/** Everything that alerts are made of. */
export const rules: readonly Rule[] = [
  { rule: "verification_failures", calmMinutes: 10, find: findVerificationFailures },
  { rule: "source_silent", calmMinutes: 0, find: findSilence },
  { rule: "messages_quarantined", calmMinutes: 0, find: (client, now) => findQuarantine(client, now, firstIdAt(now.getTime() - quarantineDays * 86_400_000)) },
  { rule: "events_failed", calmMinutes: 0, find: findFailedEvents },
  { rule: "anomalies", calmMinutes: 0, find: findAnomalies },
  { rule: "key_expiring", calmMinutes: 0, find: findExpiringKeys },
  { rule: "deliveries_failing", calmMinutes: 10, find: findFailingDeliveries },
  { rule: "circuit_open", calmMinutes: 2, find: findOpenCircuits },
  { rule: "endpoint_disabled", calmMinutes: 0, find: findDisabledEndpoints },
  { rule: "queue_old", calmMinutes: 2, find: findOldQueue },
  { rule: "worker_missing", calmMinutes: 0, find: findMissingWorker },
];
