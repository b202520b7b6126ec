import { expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#lib/platform/ids";
import { writeJson } from "#lib/platform/raw-json";
import type { Attempt } from "#lib/validations/attempt";
import { presentValidation, type ValidationRecord } from "#lib/validations/present-validation";
import { attemptToStore } from "#lib/validations/stored-attempt";

const attempt: Attempt = {
  amount: null, currency: "IDR", country: null, paymentMethod: null, cardBrand: null, bin: null, lastFour: null, card: null, customer: null, emailDomain: null,
  avsAlert: null, verificationAlert: null, intent: null, variable1: null, variable2: null, variable3: null, hour: 0, orderId: null,
};

test.each([7, "9007199254740993", 9_007_199_254_740_992])("a velocity of %s is told as a number with all its digits", (value) => {
  const { velocity } = presentValidation({ ...recordOf(1n, null), velocity: [{ measure: "sum", per: "card", withinSeconds: 600, value }] }, { detailed: true, unmasked: false });
  expect(writeJson(velocity)).toBe(`[{"measure":"sum","per":"card","withinSeconds":600,"value":${String(value)}}]`);
});

test.each([2_599n, 9_007_199_254_740_993n, -9_007_199_254_740_993n])("an amount of %s is told as a number with all its digits, masked or not", (amountMinor) => {
  const stored = { ...attempt, amount: { currency: "IDR", exponent: 2, amountMinor: keptAmount(attemptToStore({ ...attempt, amount: { amountMinor, currency: "IDR", exponent: 2 } })) } };
  const record = recordOf(amountMinor, stored);
  for (const unmasked of [true, false]) {
    expect(writeJson(presentValidation(record, { detailed: true, unmasked }).input)).toMatch(new RegExp(`"amountMinor":${String(amountMinor)}[,}]`));
  }
});

function recordOf(amountMinor: bigint, input: ValidationRecord["input"]): ValidationRecord {
  return {
    id: newId(), sourceId: newId(), requestId: newId(), mode: "live", bodyHash: new Uint8Array(32), ruleSetId: null, version: null, rule: null, action: "approve", answerStatus: 0, answerDescription: "Ok", velocity: [],
    handOverUrl: null, handOverOutcome: null, handOverStatus: null, handOverMs: null, fallbackUsed: false, repeatCount: 0, durationMs: 1, transactionId: null, shadowRuleSetId: null, shadowVersion: null, shadowRule: null, shadowAction: null,
    input: input ?? {}, customerHash: null, cardHash: null, country: null, currency: "IDR", amountMinor, orderId: null, counted: true, reservedUntil: null,
  };
}

/** What `validations.input` holds of it. */
function keptAmount(stored: unknown): string | number {
  return z.object({ amount: z.object({ amountMinor: z.union([z.string(), z.number()]) }) }).parse(stored).amount.amountMinor;
}
