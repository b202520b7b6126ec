/** Wall clock, injectable so that tests can hold it. Milliseconds since the epoch. */
export interface Clock {
  readonly now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Unix seconds, as providers write times. */
export function unixSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
