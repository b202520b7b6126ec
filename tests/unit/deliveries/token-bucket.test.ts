import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bucket, refill } from "#lib/deliveries/token-bucket";

describe("a rate", () => {
  test("is never passed by more than a tenth of a second's worth, whatever the steps, and a clock that goes back gives nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.array(fc.integer({ min: -500, max: 5_000 }), { minLength: 1, maxLength: 50 }), (rate, steps) => {
        let bucket: Bucket | null = null;
        let [now, passedMs, taken] = [0, 0, 0];
        for (const step of steps) {
          now += step;
          passedMs += Math.max(0, step);
          bucket = refill(bucket, rate, now);
          const count = Math.floor(bucket.tokens);
          taken += count;
          bucket = { ...bucket, tokens: bucket.tokens - count };
        }
        expect(taken).toBeLessThanOrEqual((rate * passedMs) / 1000 + Math.max(1, rate * 0.1) + 1e-6);
      }),
    );
  });
});
