import { z } from "zod";
import type { KeyRing } from "#lib/platform/seal";
import type { EndpointFilter } from "./endpoint-matches.ts";
import { endpointFormats, endpointStatuses, type EndpointFormat, type EndpointStatus } from "./endpoint-shape.ts";
import type { EndpointRow } from "./open-endpoints.sql.ts";

export interface OpenSecret {
  readonly id: string;
  /** `whsec_…` */
  readonly secret: string;
  readonly expiresAtMs: number | null;
}

/** An endpoint as the worker needs it: opened, with bare ids. Paused and disabled ones are among them. */
export interface OpenEndpoint extends EndpointFilter {
  readonly id: string;
  readonly url: string;
  readonly format: EndpointFormat;
  readonly status: EndpointStatus;
  /** Its own headers, lower-case names. */
  readonly headers: readonly (readonly [string, string])[];
  readonly ratePerSecond: number | null;
  readonly maxInFlight: number;
  /** Seconds between attempts; `null`: the default schedule. */
  readonly retrySchedule: readonly number[] | null;
  /** Neither revoked nor expired when it was read, oldest first. */
  readonly secrets: readonly OpenSecret[];
  readonly createdAtMs: number;
}

const headerList = z.array(z.tuple([z.string(), z.string()]));

export function openEndpoint(row: EndpointRow, ring: KeyRing): OpenEndpoint {
  return {
    id: row.id,
    url: row.url,
    types: row.types,
    sourceIds: row.sourceIds,
    mode: row.mode === "live" ? "live" : "test",
    format: endpointFormats.find((format) => format === row.format) ?? "normalized",
    status: endpointStatuses.find((status) => status === row.status) ?? "disabled",
    headers: openHeaders(row.sealedHeaders, row.id, ring),
    ratePerSecond: row.ratePerSecond,
    maxInFlight: row.maxInFlight,
    retrySchedule: row.retrySchedule.length === 0 ? null : row.retrySchedule,
    secrets: row.secrets.map(({ id, sealedSecret, expiresAtMs }) => ({ id, secret: ring.open(sealedSecret, { purpose: "endpoint_secret", rowId: id }), expiresAtMs })),
    createdAtMs: row.createdAtMs,
  };
}

/** An endpoint's own headers, opened. */
export function openHeaders(sealed: string | null, endpointId: string, ring: KeyRing): readonly (readonly [string, string])[] {
  return sealed === null ? [] : headerList.parse(JSON.parse(ring.open(sealed, { purpose: "endpoint_header", rowId: endpointId })));
}

/** The secrets that sign at a moment, oldest first. The newest signs even when it has expired: unsigned nothing is sent. */
export function secretsAt({ id, secrets }: Pick<OpenEndpoint, "id" | "secrets">, atMs: number): readonly [string, ...string[]] {
  const [first, ...others] = secrets.filter(({ expiresAtMs }, at) => expiresAtMs === null || expiresAtMs > atMs || at === secrets.length - 1).map(({ secret }) => secret);
  if (first === undefined) throw new Error(`endpoint ${id} has no secret to sign with`);
  return [first, ...others];
}
