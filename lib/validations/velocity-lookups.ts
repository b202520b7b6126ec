import type { Candidate } from "./candidate.ts";
import { type Velocity, velocityKeys } from "./condition-shape.ts";
import { velocityName } from "./evaluate.ts";
import { windowStartMs } from "./velocity-book.ts";

/** The clocks of two processes differ by less: nothing is later than this after the latest attempt. */
export const clocksApartMs = 3_600_000;

/** What of the past is asked about one key of one candidate: every window that its sets look at, longest first. */
export interface Lookup {
  readonly place: number;
  readonly sourceId: string;
  readonly per: Velocity["per"];
  readonly key: Buffer;
  /** Sums are of this one; empty where the attempt has none. */
  readonly currency: string;
  readonly windows: readonly { readonly velocity: Velocity; readonly startMs: number }[];
}

/** A lookup for each key that the sets of a candidate ask about and that it has. */
export function velocityLookups(batch: readonly Candidate[]): Lookup[] {
  return batch.flatMap(({ sourceId, keys, facts, atMs, rules }, place) => {
    const wanted = new Map([...(rules.active?.velocities ?? []), ...(rules.shadow?.velocities ?? [])].map((velocity) => [velocityName(velocity), velocity]));
    const all = [...wanted.values()];
    return velocityKeys.flatMap((per): Lookup[] => {
      const key = keys[per];
      const windows = all.filter((velocity) => velocity.per === per).map((velocity) => ({ velocity, startMs: windowStartMs(atMs, velocity.withinSeconds) }));
      return key === null || windows.length === 0 ? [] : [{ place, sourceId, per, key, currency: facts.currency ?? "", windows: windows.sort((one, other) => one.startMs - other.startMs) }];
    });
  });
}

export const factName = (place: number, velocity: Velocity): string => `${String(place)} ${velocityName(velocity)}`;
