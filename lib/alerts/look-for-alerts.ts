import type { Pool, PoolClient } from "pg";
import { inTransaction } from "#lib/platform/database/in-transaction.sql";
import { log } from "#lib/platform/log";
import type { AlertRule, ChannelName } from "./alert-shape.ts";
import { type AlertChanged, keepAlerts, lockLook, openAlerts, recordChanges, reopenAlerts, resolveAlerts } from "./alert-states.sql.ts";
import { configuredChannels } from "./configured-channels.ts";
import { rules } from "./rules.ts";

/**
 * One look at every rule: opens, keeps, opens again and resolves alerts, and adds what announces the changes. A rule
 * that cannot be looked at keeps the others from nothing. Safe in several workers at once. Returns the ids of changes.
 */
export async function lookForAlerts(pool: Pool, nowMs: number, only: readonly AlertRule[] = rules.map(({ rule }) => rule)): Promise<readonly string[]> {
  const channels = await configuredChannels();
  const changes: string[] = [];
  for (const rule of rules.filter((candidate) => only.includes(candidate.rule))) {
    try {
      changes.push(...(await inTransaction(pool, (client) => lookAt(client, rule, channels, new Date(nowMs)))));
    } catch (error) {
      log().error({ err: error, rule: rule.rule }, "a rule for alerts could not be looked at; the next look tries again");
    }
  }
  return changes;
}

async function lookAt(client: PoolClient, { rule, find, calmMinutes }: (typeof rules)[number], channels: readonly ChannelName[], now: Date): Promise<string[]> {
  await lockLook(client);
  const findings = await find(client, now);
  const told = (state: AlertChanged["state"]) => (alertId: string): AlertChanged => ({ alertId, state });
  const changed = [
    ...(await openAlerts(client, findings.filter(({ opens }) => opens), now)).map(told("open")),
    ...(await reopenAlerts(client, findings, now)).map(told("open")),
  ];
  await keepAlerts(client, findings, now);
  const ended = await resolveAlerts(client, rule, findings.map(({ subject }) => subject), calmMinutes, now);
  changed.push(...ended.map(told("resolved")));
  return changed.length === 0 ? [] : recordChanges(client, changed, channels, now);
}
