import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultScheduleSeconds, delayAfter, lastAttemptAfterMs, mostJitter, retryAfterMs } from "#lib/deliveries/schedule";

const start = Date.UTC(2026, 0, 1);
const failed = { scheduleSeconds: [], tries: 1, firstAttemptAtMs: start, nowMs: start, retryAfterMs: null, random: 0 };

/** All attempts of a delivery that never succeeds, as moments. */
function attemptsOf(scheduleSeconds: readonly number[], randoms: readonly number[], durationMs: number, waits: readonly (number | null)[]): number[] {
  const moments = [start];
  for (let tries = 1; ; tries += 1) {
    const nowMs = (moments.at(-1) ?? start) + durationMs;
    const delayMs = delayAfter({ scheduleSeconds, tries, firstAttemptAtMs: start, nowMs, retryAfterMs: waits[tries] ?? null, random: randoms[tries % randoms.length] ?? 0 });
    if (delayMs === null) return moments;
    moments.push(nowMs + delayMs);
  }
}

describe("the schedule of retries", () => {
  test("is the contract's by default, and ends after eleven attempts", () => {
    const moments = attemptsOf([], [0], 0, []);
    expect(moments.slice(1).map((at, index) => (at - (moments[index] ?? 0)) / 1000)).toEqual(defaultScheduleSeconds);
  });

  test("never starts an attempt later than 24 h after the first, and shortens a delay by at most a fifth", () => {
    const seconds = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(fc.array(seconds, { maxLength: 20 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 0, max: 15_000 }), fc.array(fc.option(fc.integer({ min: 0, max: 90_000_000 })), { maxLength: 20 }), (schedule, randoms, durationMs, waits) => {
        const moments = attemptsOf(schedule, randoms, durationMs, waits);
        const delays = schedule.length === 0 ? defaultScheduleSeconds : schedule;
        expect(moments.length).toBeLessThanOrEqual(delays.length + 1);
        for (const [index, at] of moments.entries()) {
          expect(at - start).toBeLessThanOrEqual(lastAttemptAfterMs);
          if (index === 0) continue;
          const waitedMs = at - (moments[index - 1] ?? 0) - durationMs;
          expect(waitedMs).toBeGreaterThanOrEqual((delays[index - 1] ?? 0) * 1000 * (1 - mostJitter));
          expect(waitedMs).toBeGreaterThanOrEqual(waits[index] ?? 0);
        }
      }),
    );
  });

  test("waits as long as the target asks, and gives up where that is later than 24 h after the first attempt", () => {
    expect(delayAfter({ ...failed, retryAfterMs: 60_000 })).toBe(60_000);
    expect(delayAfter({ ...failed, retryAfterMs: 1_000 })).toBe(5_000);
    expect(delayAfter({ ...failed, retryAfterMs: lastAttemptAfterMs + 1 })).toBeNull();
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2015, 9, 21, 7, 28, 0);
  test("is read as seconds or as an HTTP date, whatever the machine's time zone", () => {
    expect(retryAfterMs("120", now)).toBe(120_000);
    expect(retryAfterMs(" 0 ", now)).toBe(0);
    expect(retryAfterMs("Wed, 21 Oct 2015 07:29:30 GMT", now)).toBe(90_000);
  });

  test("counts for nothing where it is past or something else", () => {
    for (const text of [null, "", "soon", "-5", "1.5", "1e3", "2015-10-21T07:29:30Z", "Wed, 21 Oct 2015 07:27:00 GMT"]) expect(retryAfterMs(text, now)).toBeNull();
  });
});
