import { z } from "zod";

export const deliveryStatuses = ["pending", "succeeded", "failed", "canceled"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

const attemptErrors = ["timeout", "dns", "connect", "tls", "refused_address", "reset", "too_large"] as const;
/** An attempt's, or why there was none: the event is no longer kept, the endpoint ended, 24 hours went by, a fault of ours. */
export const deliveryErrors = [...attemptErrors, "gone", "endpoint_disabled", "endpoint_deleted", "too_late", "not_sendable"] as const;

const time = z.iso.datetime();

const deliveryMembers = {
  id: z.string().meta({ description: "dlv_…" }),
  eventId: z.string(),
  eventType: z.string().nullable(),
  endpointId: z.string().nullable().meta({ description: "null: a copy to a URL that is no endpoint" }),
  url: z.string().nullable().meta({ description: "null for viewers" }),
  replayId: z.string().nullable(),
  status: z.enum(deliveryStatuses),
  attemptCount: z.number().int(),
  nextAttemptAt: time.nullable(),
  held: z.boolean().meta({ description: "Waits until its source is resumed" }),
  lastStatusCode: z.number().int().nullable(),
  lastError: z.enum(deliveryErrors).nullable(),
  createdAt: time,
  finishedAt: time.nullable(),
};

/** A row of the list of deliveries. */
export const deliveryShape = z.object(deliveryMembers).meta({ id: "Delivery" });
export type Delivery = z.infer<typeof deliveryShape>;

export const attemptShape = z
  .object({
    id: z.string().meta({ description: "att_…" }),
    number: z.number().int(),
    startedAt: time,
    durationMs: z.number(),
    timings: z.object({ dnsMs: z.number().nullable(), connectMs: z.number().nullable(), tlsMs: z.number().nullable(), firstByteMs: z.number().nullable() }).meta({ description: "null: there was none, such as on a connection that was open already" }),
    statusCode: z.number().int().nullable(),
    error: z.enum(attemptErrors).nullable(),
    errorDetail: z.string().nullable().meta({ description: "A sentence about the error; null for viewers" }),
    requestHeaders: z.array(z.tuple([z.string(), z.string()])).meta({ description: "The values of the endpoint's own headers read ***; [] for viewers" }),
    responseHeaders: z.array(z.tuple([z.string(), z.string()])).meta({ description: "[] for viewers" }),
    responseBody: z.string().nullable().meta({ description: "The first 64 KiB as text, personal fields masked; null for viewers" }),
    responseTruncated: z.boolean(),
  })
  .meta({ id: "Attempt" });
export type Attempt = z.infer<typeof attemptShape>;

export const deliveryDetailShape = z.object({ ...deliveryMembers, attempts: z.array(attemptShape).meta({ description: "Oldest first; those whose month is no longer kept are missing" }) }).meta({ id: "DeliveryDetail" });
export type DeliveryDetail = z.infer<typeof deliveryDetailShape>;
