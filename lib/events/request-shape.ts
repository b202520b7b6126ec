import { z } from "zod";

export const requestOutcomes = ["accepted", "duplicate", "conflict", "rejected", "quarantined"] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

export const requestKinds = ["notification", "validation"] as const;

const time = z.iso.datetime();

const rowMembers = {
  id: z.string().meta({ description: "req_…" }),
  sourceId: z.string(),
  kind: z.enum(requestKinds),
  receivedAt: time,
  outcome: z.enum(requestOutcomes),
  reason: z.string().nullable().meta({ description: "Why it was rejected or quarantined" }),
  answeredStatus: z.number().int(),
  bytes: z.number().int().meta({ description: "Size of the body as received" }),
  keyId: z.string().nullable().meta({ description: "The key that verified it" }),
  remoteAddress: z.string().nullable().meta({ description: "null for viewers" }),
  eventIds: z.array(z.string()),
  masked: z.boolean().meta({ description: "Card numbers in the body were overwritten before it was stored" }),
};

/** A row of the list of requests. */
export const requestShape = z.object(rowMembers).meta({ id: "Request" });
export type Request = z.infer<typeof requestShape>;

/** Why verification failed, in words, and what was tried. */
export const explanationShape = z
  .object({
    reason: z.string(),
    what: z.string().meta({ description: "What happened" }),
    why: z.string(),
    next: z.string().meta({ description: "What to do" }),
    formula: z.string().nullable().meta({ description: "How this provider signs, in words" }),
    signedPreview: z.string().nullable().meta({ description: "The start of what was hashed, personal fields masked; null for viewers" }),
    signedBytes: z.number().int().nullable().meta({ description: "Length of what was hashed" }),
    given: z.array(z.string()).meta({ description: "The signatures found in the request" }),
    keysTried: z.array(
      z.object({
        keyId: z.string(),
        label: z.string().nullable().meta({ description: "null for viewers" }),
        fingerprint: z.string().nullable().meta({ description: "null for viewers" }),
        status: z.enum(["active", "expiring", "expired", "revoked"]),
        matched: z.boolean(),
      }),
    ).meta({ description: "Every key of this source, ended ones included, oldest first" }),
    mistake: z
      .object({ code: z.string(), sentence: z.string(), next: z.string() })
      .nullable()
      .meta({ description: "The usual mistake that fits, found by trying" }),
  })
  .meta({ id: "Explanation" });
export type Explanation = z.infer<typeof explanationShape>;

export const requestDetailShape = z
  .object({
    ...rowMembers,
    headers: z.array(z.tuple([z.string(), z.string()])).meta({ description: "As received, without credentials of other systems" }),
    body: z.string().nullable().meta({ description: "The body as text; null when it is not UTF-8" }),
    bodyBase64: z.string().meta({ description: "The same bytes in base64" }),
    bodyKept: z.boolean().meta({ description: "False when only the fact of the request was kept" }),
    erasedAt: z.iso.datetime().nullable().meta({ description: "When what it said of a customer was overwritten" }),
    personalMasked: z.boolean().meta({ description: "Personal fields read *** ; POST /unmask shows them" }),
    explanation: explanationShape.nullable().meta({ description: "null where verification did not fail" }),
  })
  .meta({ id: "RequestDetail" });
export type RequestDetail = z.infer<typeof requestDetailShape>;

/** What verifying the kept bytes again came to. */
export const reverifiedShape = z
  .object({
    requestId: z.string(),
    released: z.boolean().meta({ description: "True: it passed and was processed" }),
    outcome: z.enum(requestOutcomes),
    reason: z.string().nullable().meta({ description: "Why it still does not pass" }),
    eventIds: z.array(z.string()),
  })
  .meta({ id: "Reverified" });
export type Reverified = z.infer<typeof reverifiedShape>;
