import { z } from "zod";
import { expectations, misbehaviours } from "#lib/simulator/misbehaviour";

/** Body of `POST /sources/{id}/test`. */
export const sourceTestInput = z.strictObject({
  scenario: z.string().min(1, "must name a story or a message").max(200, "must be at most 200 characters").meta({ description: "A story such as refund-in-parts, or one message by its type; an unknown one is answered with the list" }),
  misbehave: z.enum(misbehaviours).nullable().default(null).meta({ description: "How the story is told as no good sender would" }),
});

const money = z.object({ amountMinor: z.bigint(), currency: z.string(), exponent: z.number().int() });

export const sourceTestShape = z.object({
  scenario: z.string(),
  title: z.string(),
  misbehave: z.enum(misbehaviours).nullable(),
  asExpected: z.boolean().meta({ description: "Whether every message was answered as it should be: taken, or refused where it was forged; a validation by a decision, whichever it is" }),
  sent: z.array(
    z.object({
      kind: z.enum(["notification", "validation"]),
      type: z.string().meta({ description: "The provider's own name" }),
      expects: z.enum(expectations).meta({ description: "What a good receiver does; unanswered: the connection was broken before it had all" }),
      outcome: z.enum(["taken", "final", "given_up", "stopped"]).meta({ description: "What the provider makes of the answer; it is not tried again here" }),
      status: z.number().int().nullable().meta({ description: "HTTP status; null where nothing was answered" }),
      answer: z.string().meta({ description: "The body of the answer, or why there is none" }),
      asExpected: z.boolean().meta({ description: "Whether this one was answered as it should be" }),
      requestId: z.string().nullable().meta({ description: "req_… where it was kept" }),
    }),
  ),
  ends: z
    .array(
      z.object({
        reference: z.string(),
        kind: z.enum(["payment", "payout"]),
        status: z.string(),
        dispute: z.string(),
        amounts: z.object({ authorized: money, captured: money, refunded: money, disputed: money }),
      }),
    )
    .meta({ description: "How the payments of the story end where every message was taken; none for a single message, and for a story that is forged as a whole" }),
});
export type SourceTest = z.infer<typeof sourceTestShape>;
