/** What is known of a target that nothing was sent to yet, or that a person switched on again. */
export const freshHealth = {
  circuit: "closed",
  openedAt: null,
  nextProbeAt: null,
  probeFailures: 0,
  windowStartedAt: null,
  windowSucceeded: 0,
  windowFailed: 0,
  failingSince: null,
  holdUntil: null,
} as const;
