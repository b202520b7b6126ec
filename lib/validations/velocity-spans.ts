import type { VelocityKey } from "./condition-shape.ts";

/** The shortest of a country's. */
export const countryStepSeconds = 10;

/** Lengths of the buckets in which approved attempts are rolled up, shortest first; each is a multiple of the one before. */
export const bucketSeconds: Readonly<Record<VelocityKey, readonly number[]>> = {
  // A country may have hundreds of attempts a second, a customer whom many share a few, a card never.
  country: [countryStepSeconds, 600, 3_600, 86_400],
  customer: [3_600],
  card: [],
};

/** A stretch of time that is read from buckets of one length; `untilMs` is `null` where it has no end. */
export interface BucketSpan {
  readonly seconds: number;
  readonly fromMs: number;
  readonly untilMs: number | null;
}

/** A window as it is read: its ragged beginning from rows, the rest from ever longer buckets. */
export interface VelocitySpans {
  readonly rowsFromMs: number;
  readonly rowsUntilMs: number | null;
  readonly buckets: readonly BucketSpan[];
}

/** How everything later than a moment is read. `startMs`: not included. */
export function velocitySpans(per: VelocityKey, startMs: number): VelocitySpans {
  const levels = bucketSeconds[per];
  const rowsFromMs = startMs + 1;
  // Where the buckets of each length begin: the first border that the shorter ones reach.
  const borders: number[] = [];
  for (const seconds of levels) borders.push(roundUp(borders.at(-1) ?? rowsFromMs, seconds * 1000));
  const buckets = levels.map((seconds, index) => ({ seconds, fromMs: borders[index] ?? 0, untilMs: borders[index + 1] ?? null })).filter(({ fromMs, untilMs }) => untilMs === null || fromMs < untilMs);
  return { rowsFromMs, rowsUntilMs: borders[0] ?? null, buckets };
}

/** The buckets that an attempt belongs to. */
export function bucketsOf(per: VelocityKey, atMs: number): readonly { readonly seconds: number; readonly startMs: number }[] {
  return bucketSeconds[per].map((seconds) => ({ seconds, startMs: Math.floor(atMs / (seconds * 1000)) * seconds * 1000 }));
}

function roundUp(ms: number, stepMs: number): number {
  return Math.ceil(ms / stepMs) * stepMs;
}
