import type { Attempt } from "./attempt.ts";
import type { Velocity, VelocityKey } from "./condition-shape.ts";

/** What velocity needs to know of an attempt; `amountMinor` and `currency` are `null` together. */
export interface VelocityFacts {
  readonly customer: string | null;
  readonly card: string | null;
  readonly country: string | null;
  readonly currency: string | null;
  readonly amountMinor: bigint | null;
}

export function velocityFacts({ customer, card, country, amount }: Attempt): VelocityFacts {
  return { customer, card, country, currency: amount?.currency ?? null, amountMinor: amount?.amountMinor ?? null };
}

/** The moment after which an approved attempt is in the window: a payment exactly as old as the window is not. */
export function windowStartMs(atMs: number, withinSeconds: number): number {
  return atMs - withinSeconds * 1000;
}

/** Approved attempts of one key, oldest first, with running sums, so that a window costs two looks. */
interface Line {
  readonly atMs: number[];
  readonly sums: Map<string, { readonly atMs: number[]; readonly upTo: bigint[] }>;
}

/**
 * Approved attempts in memory. `value` is that of `velocity.sql.ts` for the attempts that were added: live decisions use it
 * for what is not committed yet, a dry run for everything. Attempts are added in the order of their times.
 */
export class VelocityBook {
  private readonly lines = new Map<string, Line>();

  add(facts: VelocityFacts, atMs: number): void {
    for (const per of ["customer", "card", "country"] as const) {
      const key = facts[per];
      if (key === null) continue;
      const line = this.lineOf(per, key);
      push(line.atMs, atMs);
      if (facts.currency === null || facts.amountMinor === null) continue;
      const sums = line.sums.get(facts.currency) ?? { atMs: [], upTo: [] };
      line.sums.set(facts.currency, sums);
      push(sums.atMs, atMs);
      sums.upTo.push((sums.upTo.at(-1) ?? 0n) + facts.amountMinor);
    }
  }

  /** Count or sum of what was added within the window, without the attempt itself; `null` where it has no such key or no amount to sum. */
  before({ measure, per, withinSeconds }: Velocity, facts: VelocityFacts, atMs: number): bigint | null {
    const key = facts[per];
    if (key === null || (measure === "sum" && facts.amountMinor === null)) return null;
    const line = this.lines.get(`${per} ${key}`);
    const startMs = windowStartMs(atMs, withinSeconds);
    if (line === undefined) return 0n;
    if (measure === "count") return BigInt(line.atMs.length - firstAfter(line.atMs, startMs));
    const sums = facts.currency === null ? undefined : line.sums.get(facts.currency);
    if (sums === undefined) return 0n;
    return (sums.upTo.at(-1) ?? 0n) - (sums.upTo[firstAfter(sums.atMs, startMs) - 1] ?? 0n);
  }

  /** The same and the attempt itself: what a condition compares. */
  value(velocity: Velocity, facts: VelocityFacts, atMs: number): bigint | null {
    const before = this.before(velocity, facts, atMs);
    return before === null ? null : before + ownPart(velocity, facts);
  }

  private lineOf(per: VelocityKey, key: string): Line {
    const name = `${per} ${key}`;
    const line = this.lines.get(name) ?? { atMs: [], sums: new Map() };
    this.lines.set(name, line);
    return line;
  }
}

/** What an attempt adds to its own velocity. */
export function ownPart({ measure }: Velocity, { amountMinor }: VelocityFacts): bigint {
  return measure === "count" ? 1n : (amountMinor ?? 0n);
}

/** Clocks of two processes differ by a little: what comes late in order counts as of the last one. */
function push(times: number[], atMs: number): void {
  times.push(Math.max(atMs, times.at(-1) ?? atMs));
}

/** How many of these sorted times are not after a moment. */
function firstAfter(times: readonly number[], moment: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}
