/** How much of a rate may be used now. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Saved up at most, in seconds of the rate: small, so that no second sees much more than the rate. */
const savedSeconds = 0.1;

export function refill(bucket: Bucket | null, ratePerSecond: number, nowMs: number): Bucket {
  const most = Math.max(1, ratePerSecond * savedSeconds);
  if (bucket === null) return { tokens: most, atMs: nowMs };
  // A clock that goes back gives nothing and takes nothing.
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  return { tokens: Math.min(most, bucket.tokens + (passedMs * ratePerSecond) / 1000), atMs: nowMs };
}
