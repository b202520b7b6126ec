import { z } from "zod";
import { providerIds } from "#lib/providers/provider";
import { misbehaviours } from "#lib/simulator/misbehaviour";

export const sessionStates = ["open", "challenged", "declined", "refused", "authorized", "captured", "voided"] as const;
export type SessionState = (typeof sessionStates)[number];

export const operations = ["capture", "refund", "void", "chargeback"] as const;
export type Operation = (typeof operations)[number];

export const stepActions = ["pay", "challenge", ...operations] as const;
export type StepAction = (typeof stepActions)[number];

export const stepResults = ["approved", "challenged", "declined", "insufficient_funds", "not_authenticated", "refused", "done"] as const;
export type StepResult = (typeof stepResults)[number];

export const captureModes = ["automatic", "manual"] as const;
export type CaptureMode = (typeof captureModes)[number];

/** One message that was sent to our own door, and what came back. */
export const sentMessageShape = z.object({
  kind: z.enum(["notification", "validation"]),
  type: z.string().meta({ description: "The provider's own name" }),
  at: z.iso.datetime(),
  status: z.number().int().nullable().meta({ description: "HTTP status; null where nothing was answered" }),
  durationMs: z.number().int(),
  answer: z.string().meta({ description: "The body of the answer, or why there is none" }),
  taken: z.boolean().meta({ description: "Whether the provider would be satisfied" }),
  requestId: z.string().nullable().meta({ description: "req_… where it was kept" }),
});
export type SentMessage = z.infer<typeof sentMessageShape>;

export const stepShape = z.object({
  action: z.enum(stepActions),
  result: z.enum(stepResults),
  amountMinor: z.number().int(),
  /** Of a payment: which card. */
  card: z.string().nullable(),
  /** What the validation told the customer. */
  description: z.string().nullable(),
  misbehave: z.enum(misbehaviours).nullable().meta({ description: "How its messages misbehaved" }),
  at: z.iso.datetime(),
  messages: z.array(sentMessageShape),
});
export type Step = z.infer<typeof stepShape>;

/** What the database holds of a session beside its columns. */
export const sessionPayment = z.object({ capture: z.enum(captureModes), steps: z.array(stepShape) });
export type SessionPayment = z.infer<typeof sessionPayment>;

const money = z.object({ amountMinor: z.bigint(), currency: z.string().length(3), exponent: z.number().int() });

export const sandboxSessionShape = z
  .object({
    id: z.string().meta({ description: "sbx_…" }),
    sourceId: z.string(),
    sourceName: z.string().nullable().meta({ description: "Null where the source was deleted since" }),
    provider: z.enum(providerIds),
    amount: money,
    capture: z.enum(captureModes),
    state: z.enum(sessionStates),
    amounts: z.object({ authorized: money, captured: money, refunded: money }),
    disputed: z.boolean(),
    orderReference: z.string().meta({ description: "The merchant's own reference, in every message" }),
    payUrl: z.string().meta({ description: "The payment page, for whoever is signed in" }),
    response: z
      .object({
        result: z.enum(["SUCCESS", "PENDING", "FAILURE"]),
        code: z.string(),
        says: z.string().meta({ description: "What it means, in plain words" }),
        next: z.string().meta({ description: "What an integration does now" }),
      })
      .nullable()
      .meta({ description: "The transaction response; null until somebody paid" }),
    actions: z.array(
      z.object({
        action: z.enum(stepActions),
        possible: z.boolean(),
        why: z.string().nullable().meta({ description: "Why it is not possible" }),
        mostMinor: z.number().int().meta({ description: "The largest amount" }),
      }),
    ),
    steps: z.array(stepShape),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "SandboxSession" });
export type SandboxSession = z.infer<typeof sandboxSessionShape>;

/** A row of the list of sessions. */
export const sandboxSessionRow = sandboxSessionShape.pick({ id: true, sourceId: true, sourceName: true, provider: true, amount: true, state: true, createdBy: true, createdAt: true }).meta({ id: "SandboxSessionRow" });
export type SandboxSessionRow = z.infer<typeof sandboxSessionRow>;
