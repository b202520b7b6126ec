import type { Pool, PoolClient } from "pg";
import { circuits, type Health } from "./breaker.ts";

interface Row {
  readonly endpointId: string;
  readonly circuit: string;
  readonly nowMs: number;
}

const ms = (column: string, name: string): string => `(extract(epoch from ${column}) * 1000)::float8 as "${name}"`;
const columns = `endpoint_id as "endpointId", circuit, ${ms("opened_at", "openedAtMs")}, ${ms("next_probe_at", "nextProbeAtMs")}, probe_failures as "probeFailures",
  ${ms("window_started_at", "windowStartedAtMs")}, window_succeeded as "windowSucceeded", window_failed as "windowFailed", ${ms("failing_since", "failingSinceMs")},
  ${ms("last_success_at", "lastSuccessAtMs")}, ${ms("last_failure_at", "lastFailureAtMs")}, ${ms("hold_until", "holdUntilMs")}, ${ms("clock_timestamp()", "nowMs")}`;

/** How every endpoint fares, by id. Those without a row have not been sent anything. */
export async function readHealth(pool: Pool): Promise<ReadonlyMap<string, Health>> {
  const { rows } = await pool.query<Row & Omit<Health, "circuit">>({ name: "read-health", text: `select ${columns} from endpoint_health` });
  return new Map(rows.map((row) => [row.endpointId, healthOf(row)]));
}

/** The same with the rows locked, made first where there are none. `nowMs` is the database's. */
export async function lockHealth(client: PoolClient, endpointIds: readonly string[]): Promise<{ readonly nowMs: number; readonly byId: ReadonlyMap<string, Health> }> {
  await client.query({
    name: "make-health",
    text: "insert into endpoint_health (endpoint_id) select id from endpoints where id = any($1::uuid[]) order by id on conflict do nothing",
    values: [endpointIds],
  });
  const { rows } = await client.query<Row & Omit<Health, "circuit">>({
    name: "lock-health",
    text: `select ${columns} from endpoint_health where endpoint_id = any($1::uuid[]) order by endpoint_id for update`,
    values: [endpointIds],
  });
  return { nowMs: rows[0]?.nowMs ?? 0, byId: new Map(rows.map((row) => [row.endpointId, healthOf(row)])) };
}

export async function writeHealth(client: PoolClient, endpointId: string, health: Health): Promise<void> {
  await client.query({
    name: "write-health",
    text: `update endpoint_health set circuit = $2, opened_at = to_timestamp($3::float8 / 1000), next_probe_at = to_timestamp($4::float8 / 1000), probe_failures = $5,
        window_started_at = to_timestamp($6::float8 / 1000), window_succeeded = $7, window_failed = $8, failing_since = to_timestamp($9::float8 / 1000),
        last_success_at = to_timestamp($10::float8 / 1000), last_failure_at = to_timestamp($11::float8 / 1000), hold_until = to_timestamp($12::float8 / 1000), updated_at = now()
      where endpoint_id = $1`,
    values: [
      endpointId, health.circuit, health.openedAtMs, health.nextProbeAtMs, health.probeFailures, health.windowStartedAtMs, health.windowSucceeded, health.windowFailed,
      health.failingSinceMs, health.lastSuccessAtMs, health.lastFailureAtMs, health.holdUntilMs,
    ],
  });
}

function healthOf({ circuit, ...row }: Row & Omit<Health, "circuit">): Health {
  return {
    circuit: circuits.find((known) => known === circuit) ?? "closed",
    openedAtMs: row.openedAtMs,
    nextProbeAtMs: row.nextProbeAtMs,
    probeFailures: row.probeFailures,
    windowStartedAtMs: row.windowStartedAtMs,
    windowSucceeded: row.windowSucceeded,
    windowFailed: row.windowFailed,
    failingSinceMs: row.failingSinceMs,
    lastSuccessAtMs: row.lastSuccessAtMs,
    lastFailureAtMs: row.lastFailureAtMs,
    holdUntilMs: row.holdUntilMs,
  };
}
