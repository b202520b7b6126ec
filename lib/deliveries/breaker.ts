export const circuits = ["closed", "open", "half_open"] as const;
export type Circuit = (typeof circuits)[number];

/** How a target fares, as all workers see it. Times in milliseconds of the database's clock. */
export interface Health {
  readonly circuit: Circuit;
  /** When it opened last; kept after it closed until the ramp is over. */
  readonly openedAtMs: number | null;
  readonly nextProbeAtMs: number | null;
  readonly probeFailures: number;
  readonly windowStartedAtMs: number | null;
  readonly windowSucceeded: number;
  readonly windowFailed: number;
  readonly failingSinceMs: number | null;
  readonly lastSuccessAtMs: number | null;
  readonly lastFailureAtMs: number | null;
  readonly holdUntilMs: number | null;
}

/** What came back since the last look. */
export interface Outcomes {
  readonly succeeded: number;
  readonly failed: number;
  /** The longest that the target asked us to wait (429, 503). */
  readonly holdMs: number | null;
}

export const unknownHealth: Health = {
  circuit: "closed",
  openedAtMs: null,
  nextProbeAtMs: null,
  probeFailures: 0,
  windowStartedAtMs: null,
  windowSucceeded: 0,
  windowFailed: 0,
  failingSinceMs: null,
  lastSuccessAtMs: null,
  lastFailureAtMs: null,
  holdUntilMs: null,
};

const windowMs = 60_000;
const fewestFailures = 10;
/** Two workers and slow answers: what was under way when it opened must not open it for longer. */
const firstProbeAfterMs = 30_000;
const longestProbeAfterMs = 600_000;
/** So many good answers in a row close it. */
const successesToClose = 3;
/** And so many more end the ramp. */
const successesToTrust = 200;
const rampStart = 4;
/** A target may ask us to leave it alone for so long; each delivery keeps its own longer wait. */
export const longestHoldMs = 3_600_000;
/** Nothing but failures for this long, and the endpoint is disabled. */
export const disableAfterMs = 5 * 24 * 3_600_000;

/** The next state. Opens on half of a minute's answers being failures, ten at least; a probe that fails makes the pause before the next longer. */
export function afterOutcomes(before: Health, { succeeded, failed, holdMs }: Outcomes, nowMs: number): Health {
  const total = succeeded + failed;
  if (total === 0) return before;
  const isNewWindow = before.circuit === "closed" && before.openedAtMs === null && (before.windowStartedAtMs === null || nowMs - before.windowStartedAtMs >= windowMs);
  const counted: Health = {
    ...before,
    windowStartedAtMs: isNewWindow ? nowMs : (before.windowStartedAtMs ?? nowMs),
    windowSucceeded: (isNewWindow ? 0 : before.windowSucceeded) + succeeded,
    windowFailed: (isNewWindow ? 0 : before.windowFailed) + failed,
    lastSuccessAtMs: succeeded > 0 ? nowMs : before.lastSuccessAtMs,
    lastFailureAtMs: failed > 0 ? nowMs : before.lastFailureAtMs,
    failingSinceMs: succeeded > 0 ? null : (before.failingSinceMs ?? nowMs),
    holdUntilMs: holdMs === null ? before.holdUntilMs : Math.max(before.holdUntilMs ?? 0, nowMs + Math.min(holdMs, longestHoldMs)),
  };
  if (before.circuit === "open") return counted;
  return before.circuit === "half_open" ? afterProbe(counted, failed, nowMs) : afterTraffic(counted, nowMs);
}

/** A probe's answer decides; one that fails opens it again. */
function afterProbe(health: Health, failed: number, nowMs: number): Health {
  if (failed > 0) return open(health, health.probeFailures + 1, nowMs);
  if (health.windowSucceeded < successesToClose) return health;
  return { ...health, circuit: "closed", nextProbeAtMs: null, probeFailures: 0, windowStartedAtMs: nowMs, windowSucceeded: 0, windowFailed: 0 };
}

function afterTraffic(health: Health, nowMs: number): Health {
  const { windowSucceeded, windowFailed } = health;
  if (windowFailed >= fewestFailures && windowFailed >= windowSucceeded) return open(health, 0, nowMs);
  return health.openedAtMs !== null && windowSucceeded >= successesToTrust ? { ...health, openedAtMs: null } : health;
}

function open(health: Health, probeFailures: number, nowMs: number): Health {
  const pauseMs = Math.min(longestProbeAfterMs, firstProbeAfterMs * 2 ** Math.min(probeFailures, 10));
  return { ...health, circuit: "open", openedAtMs: nowMs, nextProbeAtMs: nowMs + pauseMs, probeFailures, windowStartedAtMs: null, windowSucceeded: 0, windowFailed: 0 };
}

/** The state in which a probe may go out; `null`: it is not time yet. Only the worker whose write of it stands sends the first. */
export function startProbe(health: Health, nowMs: number): Health | null {
  if (health.circuit !== "open" || (health.nextProbeAtMs !== null && nowMs < health.nextProbeAtMs)) return null;
  return { ...health, circuit: "half_open", windowStartedAtMs: nowMs, windowSucceeded: 0, windowFailed: 0 };
}

/** How many requests may be under way at once. After a circuit closed it grows with each good answer. */
export function mostInFlight(health: Health, maxInFlight: number, nowMs: number): number {
  if (health.holdUntilMs !== null && nowMs < health.holdUntilMs) return 0;
  switch (health.circuit) {
    case "open":
      return 0;
    case "half_open":
      return 1;
    case "closed":
      return health.openedAtMs === null ? maxInFlight : Math.min(maxInFlight, rampStart + health.windowSucceeded);
  }
}

/** Whether it has done nothing but fail for too long. */
export function isHopeless({ failingSinceMs }: Health, nowMs: number): boolean {
  return failingSinceMs !== null && nowMs - failingSinceMs >= disableAfterMs;
}
