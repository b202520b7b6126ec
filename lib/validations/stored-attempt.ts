import { z } from "zod";
import type { Attempt } from "./attempt.ts";

const text = z.string().nullable().default(null);
const minor = z.union([z.number().int(), z.bigint(), z.string().regex(/^-?[0-9]+$/)]).transform((value) => BigInt(value));

const shape = z.object({
  amount: z.object({ amountMinor: minor, currency: z.string(), exponent: z.number().int() }).nullable().default(null),
  currency: text,
  country: text,
  paymentMethod: text,
  cardBrand: text,
  bin: text,
  lastFour: text,
  card: text,
  customer: text,
  emailDomain: text,
  avsAlert: text,
  verificationAlert: text,
  intent: text,
  variable1: text,
  variable2: text,
  variable3: text,
  hour: z.number().int(),
  orderId: text,
});

/** What the rules saw, as it was recorded. */
export function storedAttempt(input: unknown): Attempt {
  return shape.parse(input);
}

/** An attempt as `validations.input` keeps it: an amount beyond JavaScript's exact numbers as text. */
export function attemptToStore(seen: Attempt): unknown {
  const { amount } = seen;
  if (amount === null) return seen;
  const { amountMinor } = amount;
  return { ...seen, amount: { ...amount, amountMinor: Number.isSafeInteger(Number(amountMinor)) ? Number(amountMinor) : String(amountMinor) } };
}
