import { z } from "zod";

/** What the API says of endpoints. Times are RFC 3339 UTC. No shape ever holds sealed text or the value of a header. */

export const endpointStatuses = ["enabled", "paused", "disabled"] as const;
export type EndpointStatus = (typeof endpointStatuses)[number];

export const endpointFormats = ["normalized", "original"] as const;
export type EndpointFormat = (typeof endpointFormats)[number];

export const circuitStates = ["closed", "open", "half_open"] as const;
export type CircuitState = (typeof circuitStates)[number];

/** `gone`: it answered 410. `failing`: nothing but failures for five days. */
export const disabledReasons = ["by_hand", "gone", "failing"] as const;
export type DisabledReason = (typeof disabledReasons)[number];

const time = z.iso.datetime();

export const secretStatuses = ["active", "expiring", "expired", "revoked"] as const;

export const endpointSecretShape = z
  .object({
    id: z.string().meta({ description: "sec_…" }),
    fingerprint: z.string().meta({ description: "8 hex digits of a keyed hash: the same for the same secret, and tells nothing about it" }),
    status: z.enum(secretStatuses).meta({ description: "expiring: signs until expiresAt" }),
    createdAt: time,
    expiresAt: time.nullable(),
  })
  .meta({ id: "EndpointSecret" });
export type EndpointSecret = z.infer<typeof endpointSecretShape>;

const endpointMembers = {
  id: z.string().meta({ description: "end_…" }),
  url: z.string().nullable().meta({ description: "null for viewers" }),
  description: z.string(),
  types: z.array(z.string()).meta({ description: "Exact types, prefixes ending in .*, or *; [] means all" }),
  sourceIds: z.array(z.string()).meta({ description: "src_…; [] means all" }),
  mode: z.enum(["test", "live"]),
  format: z.enum(endpointFormats).meta({ description: "normalized: our own shape; original: the provider's bytes as received" }),
  headerNames: z.array(z.string()).meta({ description: "Names of its own headers, whose values are never shown; [] for viewers" }),
  ratePerSecond: z.number().int().nullable(),
  maxInFlight: z.number().int(),
  retry: z.object({ schedule: z.array(z.number().int()).meta({ description: "Seconds between one attempt and the next" }) }),
  status: z.enum(endpointStatuses).meta({ description: "paused: deliveries wait; disabled: none are made, and those that wait end as failed" }),
  disabledReason: z.enum(disabledReasons).nullable().meta({ description: "gone: it answered 410; failing: nothing but failures for five days" }),
  circuit: z.enum(circuitStates).meta({ description: "open: it failed so often that only probes are sent" }),
  failingSince: time.nullable().meta({ description: "The first failure since the last success" }),
  lastSuccessAt: time.nullable(),
  lastFailureAt: time.nullable(),
  createdAt: time,
  secrets: z.array(endpointSecretShape).meta({ description: "Oldest first; [] for viewers" }),
};

export const endpointShape = z.object(endpointMembers).meta({ id: "Endpoint" });
export type Endpoint = z.infer<typeof endpointShape>;

/** The answer that makes an endpoint or its secret: `secret` only if we made it, and only this once. */
export const newEndpointShape = z
  .object({ ...endpointMembers, secret: z.string().nullable().meta({ description: "Only in this one answer, and only when we made it" }) })
  .meta({ id: "NewEndpoint" });
export type NewEndpoint = z.infer<typeof newEndpointShape>;

export const revealedSecretsShape = z
  .object({ id: z.string(), secrets: z.array(z.object({ fingerprint: z.string(), secret: z.string(), expiresAt: time.nullable() })).meta({ description: "Those that sign now, oldest first" }) })
  .meta({ id: "RevealedSecrets" });
export type RevealedSecrets = z.infer<typeof revealedSecretsShape>;

export const endpointChangeShape = z
  .object({
    id: z.string().meta({ description: "chg_…; POST /endpoints/{id}/revert takes it" }),
    at: time,
    changedBy: z.string(),
    changed: z.array(z.string()),
    former: z
      .object({
        url: z.string(),
        description: z.string(),
        types: z.array(z.string()),
        sourceIds: z.array(z.string()),
        mode: z.enum(["test", "live"]),
        format: z.enum(endpointFormats),
        headerNames: z.array(z.string()),
        ratePerSecond: z.number().int().nullable(),
        maxInFlight: z.number().int(),
        schedule: z.array(z.number().int()),
      })
      .meta({ description: "As it was before this change" }),
  })
  .meta({ id: "EndpointChange" });
export type EndpointChange = z.infer<typeof endpointChangeShape>;

export const checkStepShape = z.object({
  step: z.enum(["url", "dns", "address", "connection", "tls"]),
  ok: z.boolean().nullable().meta({ description: "null: not tried, since a step before it failed, or not needed" }),
  says: z.string(),
});
export type CheckStep = z.infer<typeof checkStepShape>;

export const endpointCheckShape = z
  .object({ ok: z.boolean(), steps: z.array(checkStepShape) })
  .meta({ id: "EndpointCheck" });
export type EndpointCheck = z.infer<typeof endpointCheckShape>;

export const endpointTestShape = z
  .object({
    ok: z.boolean().meta({ description: "A 2xx in time" }),
    statusCode: z.number().int().nullable(),
    error: z.string().nullable(),
    says: z.string(),
    durationMs: z.number(),
    timings: z.object({ dnsMs: z.number().nullable(), connectMs: z.number().nullable(), tlsMs: z.number().nullable(), firstByteMs: z.number().nullable() }),
    requestHeaders: z.array(z.tuple([z.string(), z.string()])),
    requestBody: z.string(),
    responseHeaders: z.array(z.tuple([z.string(), z.string()])),
    responseBody: z.string(),
    responseTruncated: z.boolean(),
  })
  .meta({ id: "EndpointTest" });
export type EndpointTest = z.infer<typeof endpointTestShape>;

/** How far back figures are shown, and in how many steps. */
export const figureRanges = {
  day: { stepMinutes: 30, steps: 48 },
  week: { stepMinutes: 240, steps: 42 },
  month: { stepMinutes: 1_440, steps: 30 },
} as const;

const attempts = z.number().int();

export const endpointFiguresShape = z
  .object({
    from: time.meta({ description: "When the first step begins" }),
    stepMinutes: z.number().int(),
    steps: z.number().int().meta({ description: "How many there are up to now" }),
    data: z.array(
      z.object({
        endpointId: z.string(),
        succeeded: attempts.meta({ description: "Attempts over all steps" }),
        failed: attempts,
        steps: z.array(z.object({ at: time, succeeded: attempts, failed: attempts, averageMs: z.number().int(), slowestMs: z.number().int() })).meta({ description: "Oldest first; those without an attempt are left out" }),
      }),
    ).meta({ description: "Endpoints with attempts in that time" }),
  })
  .meta({ id: "EndpointFigures" });
export type EndpointFigures = z.infer<typeof endpointFiguresShape>;
