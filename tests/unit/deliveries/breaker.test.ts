import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterOutcomes, disableAfterMs, type Health, isHopeless, longestHoldMs, mostInFlight, startProbe, unknownHealth } from "#lib/deliveries/breaker";

const start = Date.UTC(2026, 0, 1);
const failures = (failed: number) => ({ succeeded: 0, failed, holdMs: null });
const successes = (succeeded: number) => ({ succeeded, failed: 0, holdMs: null });
const opened = afterOutcomes(unknownHealth, failures(10), start);

function probed(health: Health, nowMs: number): Health {
  const next = startProbe(health, nowMs);
  if (next === null) throw new Error("it is not time for a probe");
  return next;
}

describe("the circuit of a target", () => {
  test("opens when half of a minute's answers are failures, and not for a few", () => {
    expect(opened.circuit).toBe("open");
    expect(afterOutcomes(unknownHealth, failures(9), start).circuit).toBe("closed");
    expect(afterOutcomes(unknownHealth, { succeeded: 11, failed: 10, holdMs: null }, start).circuit).toBe("closed");
    expect(afterOutcomes(afterOutcomes(unknownHealth, failures(9), start), failures(9), start + 60_000).circuit).toBe("closed");
  });

  test("sends nothing while it is open, until a probe is due; each probe that fails doubles the pause, up to ten minutes", () => {
    let health = opened;
    let now = start;
    for (const pauseMs of [30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]) {
      expect(mostInFlight(health, 64, now)).toBe(0);
      expect(startProbe(health, now + pauseMs - 1)).toBeNull();
      now += pauseMs;
      const half = probed(health, now);
      expect(mostInFlight(half, 64, now)).toBe(1);
      health = afterOutcomes(half, failures(1), now);
      expect(health.circuit).toBe("open");
    }
  });

  test("closes after a few good probes, and lets traffic grow instead of all at once", () => {
    const now = start + 30_000;
    const closed = afterOutcomes(afterOutcomes(probed(opened, now), successes(1), now), successes(2), now);
    expect(closed.circuit).toBe("closed");
    expect(mostInFlight(closed, 64, now)).toBe(4);
    expect(mostInFlight(afterOutcomes(closed, successes(20), now), 64, now)).toBe(24);
    expect(mostInFlight(afterOutcomes(closed, successes(200), now), 64, now)).toBe(64);
    expect(afterOutcomes(closed, successes(200), now).openedAtMs).toBeNull();
  });

  test("is left alone for as long as the target asks, an hour at most", () => {
    const held = afterOutcomes(unknownHealth, { succeeded: 0, failed: 1, holdMs: 20_000 }, start);
    expect(mostInFlight(held, 64, start + 19_999)).toBe(0);
    expect(mostInFlight(held, 64, start + 20_000)).toBe(64);
    expect(afterOutcomes(unknownHealth, { succeeded: 0, failed: 1, holdMs: 10 * longestHoldMs }, start).holdUntilMs).toBe(start + longestHoldMs);
  });

  test("is given up after five days of nothing but failures, and not when anything succeeded since", () => {
    const failing = afterOutcomes(afterOutcomes(unknownHealth, failures(1), start), failures(1), start + disableAfterMs);
    expect(isHopeless(failing, start + disableAfterMs - 1)).toBe(false);
    expect(isHopeless(failing, start + disableAfterMs)).toBe(true);
    expect(isHopeless(afterOutcomes(failing, { succeeded: 1, failed: 5, holdMs: null }, start + disableAfterMs), start + disableAfterMs)).toBe(false);
  });

  test("never allows more than the limit, and never stays shut: whatever came before, good probes close it", () => {
    const step = fc.record({ succeeded: fc.nat(300), failed: fc.nat(300), holdMs: fc.option(fc.nat(7_200_000)), afterMs: fc.nat(700_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 1000 }), (steps, limit) => {
        let health: Health = unknownHealth;
        let now = start;
        for (const { afterMs, ...outcomes } of steps) {
          now += afterMs;
          health = startProbe(health, now) ?? health;
          health = afterOutcomes(health, outcomes, now);
          expect(mostInFlight(health, limit, now)).toBeLessThanOrEqual(limit);
        }
        for (let day = 0; health.circuit !== "closed" && day < 10; day += 1) {
          now += 24 * 3_600_000;
          health = afterOutcomes(startProbe(health, now) ?? health, successes(1), now);
        }
        expect(health.circuit).toBe("closed");
        now += longestHoldMs;
        expect(mostInFlight(health, limit, now)).toBeGreaterThan(0);
      }),
    );
  });
});
