import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineDifference } from "../../../components/deliveries/line-difference.ts";
import { timingShares } from "../../../components/deliveries/timing-shares.ts";
import { deliveryAnswer } from "../../../components/deliveries/delivery-words.ts";
import { bodyOf, formOf, scheduleText } from "../../../components/endpoints/endpoint-form-model.ts";
import { successPercent } from "../../../components/endpoints/endpoint-answer.ts";
import { parseDurations } from "../../../components/ui/duration-format.ts";
import { defaultRetrySchedule } from "#lib/endpoints/retry-schedule";

describe("durations", () => {
  test("whatever is shown of a schedule is read back as what it was", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 86_400 }), { minLength: 1, maxLength: 12 }), (schedule) => {
        expect(parseDurations(scheduleText(schedule))).toEqual(schedule);
      }),
    );
    expect(parseDurations(scheduleText(defaultRetrySchedule))).toEqual(defaultRetrySchedule);
  });

  test("what is no list of durations is not guessed at", () => {
    expect(parseDurations("")).toEqual([]);
    expect(parseDurations("5, 2 min; 1 h 30 min")).toEqual([5, 120, 5_400]);
    for (const text of ["soon", "5 s, later", "-3 s", "1.5 h", "5 weeks", "s"]) expect(parseDurations(text), text).toBeNull();
  });
});

const someLines = fc.array(fc.constantFrom("{", "}", "ok", "error: 1", "error: 2", ""), { maxLength: 12 });

describe("the difference of two answers", () => {
  test("shows every line of both, and what is not marked is the same on both sides", () => {
    fc.assert(
      fc.property(someLines, someLines, (one, other) => {
        const { left, right } = lineDifference(one.join("\n"), other.join("\n"));
        expect(left.map(({ text }) => text).join("\n")).toBe(one.join("\n"));
        expect(right.map(({ text }) => text).join("\n")).toBe(other.join("\n"));
        const common = (lines: typeof left) => lines.filter(({ isDifferent }) => !isDifferent).map(({ text }) => text);
        expect(common(left)).toEqual(common(right));
      }),
    );
  });

  test("marks nothing where both are the same", () => {
    const { left, right } = lineDifference("503\nretry-after: 5", "503\nretry-after: 5");
    expect([...left, ...right].some(({ isDifferent }) => isDifferent)).toBe(false);
  });
});

test("the parts of an attempt's time are the whole of it, and none is negative", () => {
  const part = fc.option(fc.float({ min: 0, max: 5_000, noNaN: true }));
  fc.assert(
    fc.property(part, part, part, part, fc.float({ min: 1, max: 15_000, noNaN: true }), (dnsMs, connectMs, tlsMs, firstByteMs, durationMs) => {
      const shares = timingShares({ durationMs, timings: { dnsMs, connectMs, tlsMs, firstByteMs } });
      expect(shares.every(({ ms }) => ms > 0)).toBe(true);
      expect(shares.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100, 3);
    }),
  );
});

test("one failure among very many is never a hundred percent", () => {
  expect(successPercent({ succeeded: 99_999, failed: 1 })).toBe("99.9 %");
  expect(successPercent({ succeeded: 3, failed: 0 })).toBe("100 %");
  expect(successPercent({ succeeded: 0, failed: 0 })).toBe("–");
});

test("a delivery that is tried again says so, and why", () => {
  const answer = deliveryAnswer({ status: "pending", attemptCount: 2, nextAttemptAt: null, held: false, lastStatusCode: 503, lastError: null }, "Shop backend");
  expect(answer).toBe("Shop backend did not take it in 2 attempts. The last one: 503 Unavailable. It is tried again.");
});

test("a whole family makes its single types superfluous in what is saved", () => {
  const form = { ...formOf(null, "test"), url: " https://shop.example/hooks ", types: { all: false, chosen: new Set(["payment.*", "payment.failed", "refund.completed"]), others: "adyen.REPORT_AVAILABLE, contact.*" } };
  expect(bodyOf(form)).toMatchObject({ url: "https://shop.example/hooks", types: ["payment.*", "refund.completed", "adyen.REPORT_AVAILABLE", "contact.*"], ratePerSecond: null, retry: { schedule: null } });
});
