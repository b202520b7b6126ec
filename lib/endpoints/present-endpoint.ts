import type { Prisma } from "#lib/platform/database/client";
import { publicId } from "#lib/platform/ids";
import { circuitStates, disabledReasons, type Endpoint, endpointFormats, type EndpointSecret, endpointStatuses } from "./endpoint-shape.ts";
import { defaultRetrySchedule } from "./retry-schedule.ts";

export const endpointParts = {
  secrets: { orderBy: { id: "asc" }, omit: { sealedSecret: true } },
  health: true,
} as const satisfies Prisma.EndpointInclude;

/** An endpoint with its health and secrets, those without their sealed text. */
export type EndpointRecord = Prisma.EndpointGetPayload<{ include: typeof endpointParts }>;

/** `detailed`: with URL, names of headers and secrets; viewers get names and states only. */
export function presentEndpoint(record: EndpointRecord, nowMs: number, detailed: boolean): Endpoint {
  const { health } = record;
  return {
    id: publicId("endpoint", record.id),
    url: detailed ? record.url : null,
    description: record.description,
    types: record.types,
    sourceIds: record.sourceIds.map((id) => publicId("source", id)),
    mode: record.mode === "live" ? "live" : "test",
    format: endpointFormats.find((format) => format === record.format) ?? "normalized",
    headerNames: detailed ? record.headerNames : [],
    ratePerSecond: record.ratePerSecond,
    maxInFlight: record.maxInFlight,
    retry: { schedule: [...scheduleOf(record.retrySchedule)] },
    status: endpointStatuses.find((status) => status === record.status) ?? "disabled",
    disabledReason: disabledReasons.find((reason) => reason === record.disabledReason) ?? null,
    circuit: circuitStates.find((state) => state === health?.circuit) ?? "closed",
    failingSince: health?.failingSince?.toISOString() ?? null,
    lastSuccessAt: health?.lastSuccessAt?.toISOString() ?? null,
    lastFailureAt: health?.lastFailureAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    secrets: detailed ? record.secrets.map((secret) => presentSecret(secret, nowMs)) : [],
  };
}

/** What is stored for "the default" is an empty list. */
export function scheduleOf(stored: readonly number[]): readonly number[] {
  return stored.length === 0 ? defaultRetrySchedule : stored;
}

/** What decides whether a secret signs. */
interface SecretTimes {
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Whether a secret signs at this moment. */
export function isSigning({ expiresAt, revokedAt }: SecretTimes, nowMs: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt.getTime() > nowMs);
}

function presentSecret(secret: EndpointRecord["secrets"][number], nowMs: number): EndpointSecret {
  const status = secret.revokedAt !== null ? "revoked" : secret.expiresAt === null ? "active" : isSigning(secret, nowMs) ? "expiring" : "expired";
  return { id: publicId("endpointSecret", secret.id), fingerprint: secret.fingerprint, status, createdAt: secret.createdAt.toISOString(), expiresAt: (secret.revokedAt ?? secret.expiresAt)?.toISOString() ?? null };
}
