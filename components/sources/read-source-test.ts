import { z } from "zod";
import { expectations } from "#lib/simulator/misbehaviour";

const money = z.object({ amountMinor: z.number(), currency: z.string(), exponent: z.number() });

const shape = z.object({
  title: z.string(),
  asExpected: z.boolean(),
  sent: z.array(z.object({ kind: z.enum(["notification", "validation"]), type: z.string(), expects: z.enum(expectations), outcome: z.string(), status: z.number().nullable(), answer: z.string(), asExpected: z.boolean(), requestId: z.string().nullable() })),
  ends: z.array(z.object({ reference: z.string(), kind: z.string(), status: z.string(), dispute: z.string(), amounts: z.object({ captured: money, refunded: money, disputed: money }) })),
});
export type SourceTestAnswer = z.infer<typeof shape>;

/** The answer of `POST /sources/{id}/test`, as far as a page shows it; `null` for something else. */
export function readSourceTest(body: unknown): SourceTestAnswer | null {
  return shape.safeParse(body).data ?? null;
}
