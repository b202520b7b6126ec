import { z } from "zod";
import { parsePublicId } from "#lib/platform/ids";
import { plainTextInput } from "#lib/sources/plain-text-input";
import { decodeWebhookSecret, secretPrefix } from "#lib/signing/standard-webhooks";
import { endpointFormats, endpointStatuses } from "./endpoint-shape.ts";
import { headerProblem } from "./header-rules.ts";
import { retryWindowSeconds } from "./retry-schedule.ts";

const typeFilter = z
  .string()
  .max(100)
  .regex(/^(?:\*|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:\.\*)?)$/, "must be a type such as payment.completed, a prefix such as payment.*, or *");

/** What people write as a secret: as Standard Webhooks has it, so that every library takes it. */
export const endpointSecretInput = z.string().max(200).refine(
  (text) => {
    const bytes = decodeWebhookSecret(text);
    return bytes !== null && bytes.length >= 24 && bytes.length <= 64;
  },
  { error: `must be ${secretPrefix} followed by 24 to 64 bytes in base64` },
);

const sourceId = z.string().refine((text) => parsePublicId("source", text) !== null, { error: "must be an id that starts with src_" });

const headersInput = z
  .record(z.string(), z.string())
  .superRefine((headers, context) => {
    if (Object.keys(headers).length > 20) context.addIssue({ code: "custom", message: "must not be more than 20 headers" });
    const seen = new Set<string>();
    for (const [name, value] of Object.entries(headers)) {
      const problem = headerProblem(name, value) ?? (seen.has(name.toLowerCase()) ? "is there twice" : null);
      if (problem !== null) context.addIssue({ code: "custom", path: [name], message: problem });
      seen.add(name.toLowerCase());
    }
  })
  .meta({ description: "Sent with every delivery, such as authorization; stored sealed, never shown again" });

const scheduleInput = z
  .array(z.number().int().min(1).max(retryWindowSeconds))
  .min(1, "must hold at least one delay")
  .max(30, "must not hold more than 30 delays")
  .refine((delays) => delays.reduce((sum, delay) => sum + delay, 0) <= retryWindowSeconds, { error: "must not be longer than 24 h (86400 s) in all" });

const members = {
  url: z.string().min(1, "must not be empty").max(2_048),
  description: z.union([z.literal(""), plainTextInput]),
  types: z.array(typeFilter).max(100).meta({ description: "Exact types, prefixes ending in .*, or *; [] means all" }),
  sourceIds: z.array(sourceId).max(200).meta({ description: "[] means all" }),
  mode: z.enum(["test", "live"]),
  format: z.enum(endpointFormats),
  headers: headersInput,
  ratePerSecond: z.number().int().min(1).max(10_000).nullable(),
  maxInFlight: z.number().int().min(1).max(1_000),
  retry: z.strictObject({ schedule: scheduleInput.nullable().optional().meta({ description: "Seconds between attempts; null: the default" }) }),
};

/** Body of `POST /endpoints`. */
export const newEndpointInput = z.strictObject({
  url: members.url,
  description: members.description.default(""),
  types: members.types.default([]),
  sourceIds: members.sourceIds.default([]),
  mode: members.mode.default("live"),
  format: members.format.default("normalized"),
  headers: members.headers.default({}),
  secret: endpointSecretInput.optional().meta({ description: "Left out: one is made, and shown in this answer only" }),
  ratePerSecond: members.ratePerSecond.default(null),
  maxInFlight: members.maxInFlight.default(64),
  retry: members.retry.default({}),
});
export type NewEndpointInput = z.output<typeof newEndpointInput>;

/** Body of `PATCH /endpoints/{id}`. */
export const endpointChanges = z.strictObject({
  url: members.url.optional(),
  description: members.description.optional(),
  types: members.types.optional(),
  sourceIds: members.sourceIds.optional(),
  mode: members.mode.optional(),
  format: members.format.optional(),
  headers: members.headers.optional().meta({ description: "Replaces all its own headers" }),
  ratePerSecond: members.ratePerSecond.optional(),
  maxInFlight: members.maxInFlight.optional(),
  retry: members.retry.optional(),
  status: z.enum(endpointStatuses).optional().meta({ description: "paused: deliveries wait; disabled: none are made, and those that wait end as failed; enabled: goes on, with a fresh circuit" }),
});
export type EndpointChanges = z.output<typeof endpointChanges>;

/** `?force=true` */
export const forceQuery = z.strictObject({
  force: z.enum(["true", "false"]).default("false").meta({ description: "true: save a URL whose name cannot be looked up yet. What is looked up and not public is refused in any case." }),
});
