import type { Pool } from "pg";

export interface CircuitRow {
  readonly endpoint_id: string;
  readonly opened_at: Date | null;
  readonly next_probe_at: Date | null;
  readonly hold_until: Date | null;
}

/** When circuits opened, and when something is sent again. */
export async function readCircuits(pool: Pool, endpointIds: readonly string[]): Promise<CircuitRow[]> {
  const { rows } = await pool.query<CircuitRow>("select endpoint_id, opened_at, next_probe_at, hold_until from endpoint_health where endpoint_id = any($1::uuid[])", [endpointIds]);
  return rows;
}
