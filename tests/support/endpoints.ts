import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { newId } from "#lib/platform/ids";
import type { KeyRing } from "#lib/platform/seal";
import { encodeWebhookSecret } from "#lib/signing/standard-webhooks";

export interface TestEndpoint {
  readonly id: string;
  readonly secret: string;
}

export interface TestEndpointInput {
  readonly url: string;
  readonly types?: readonly string[];
  readonly mode?: "test" | "live";
  readonly format?: "normalized" | "original";
  readonly status?: "enabled" | "paused";
  readonly maxInFlight?: number;
  readonly ratePerSecond?: number;
  readonly retrySchedule?: readonly number[];
}

/** An endpoint with one secret, made by hand so that a test says exactly what stands in the row. */
export async function addEndpoint(pool: Pool, ring: KeyRing, input: TestEndpointInput): Promise<TestEndpoint> {
  const endpoint = { id: newId(), secret: encodeWebhookSecret(randomBytes(24)) };
  const secretId = newId();
  await pool.query(
    `insert into endpoints (id, url, types, mode, format, status, max_in_flight, rate_per_second, retry_schedule, paused_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $6 = 'paused' then now() end)`,
    [endpoint.id, input.url, input.types ?? [], input.mode ?? "test", input.format ?? "normalized", input.status ?? "enabled", input.maxInFlight ?? 64, input.ratePerSecond ?? null, input.retrySchedule ?? []],
  );
  await pool.query("insert into endpoint_secrets (id, endpoint_id, sealed_secret, fingerprint) values ($1, $2, $3, $4)", [
    secretId,
    endpoint.id,
    ring.seal(endpoint.secret, { purpose: "endpoint_secret", rowId: secretId }),
    randomBytes(4).toString("hex"),
  ]);
  await pool.query("select pg_notify('countersign_endpoints', $1)", [endpoint.id]);
  return endpoint;
}
