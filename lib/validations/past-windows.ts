import type { Lookup } from "./velocity-lookups.ts";
import { velocityName } from "./evaluate.ts";
import { countryStepSeconds } from "./velocity-spans.ts";

type Window = Lookup["windows"][number];

/** What is known of one window of one key, put together ahead of time. */
export interface PastWindow {
  /** What was approved from `edgeMs` up to `seamMs`. */
  readonly rest: bigint;
  /** What was approved before that, one by one: the window's start moves through it. */
  readonly edge: readonly { readonly atMs: number; readonly value: bigint }[];
  readonly edgeFromMs: number;
  readonly edgeMs: number;
  /** From here on the database is asked. */
  readonly seamMs: number;
}

/** Where the past of a window is cut; all but `edgeFromMs` are borders of the shortest roll-ups. */
export type PastCuts = Pick<PastWindow, "edgeFromMs" | "edgeMs" | "seamMs">;

/** No decision is committed, and hardly one settled, so long after its attempt; one that is, clears what is known (`finish-decisions.sql.ts`). */
export const settledAfterMs = 60_000;
const stepMs = countryStepSeconds * 1000;
/** Attempts of a batch are not in the order of their times. */
const backMs = 5_000;
/** For so long a window can be asked for without another look. */
const aheadMs = 60_000;
/** The next look begins so long before that time is over. */
const renewMs = 20_000;
/** A window counts as one, and each attempt at its edge. */
const mostKept = 200_000;

/** `null` for windows so short that little of them is past. */
export function pastCuts(startMs: number, nowMs: number): PastCuts | null {
  const edgeMs = Math.ceil((startMs + aheadMs) / stepMs) * stepMs;
  const seamMs = Math.floor((nowMs - settledAfterMs) / stepMs) * stepMs;
  return edgeMs < seamMs ? { edgeFromMs: startMs - backMs, edgeMs, seamMs } : null;
}

/**
 * The past of countries' windows. Hundreds of attempts share them, and what lies back for a minute changes no more: only
 * the last minute and the moving start have to be looked at for each attempt.
 */
export class PastWindows {
  private readonly known = new Map<string, PastWindow>();
  private readonly wanted = new Set<string>();
  /** Windows with too much at their edge, and the start from which on another look is worth it. */
  private readonly notBeforeMs = new Map<string, number>();
  private readonly load: (lookup: Lookup, window: Window, cuts: PastCuts) => Promise<PastWindow | null>;
  private readonly mayTrust: () => boolean;
  private last: Promise<void> = Promise.resolve();
  private age = 0;
  private kept = 0;

  /** `load` answers `null` where so much stands at the edge that it is not worth keeping; `mayTrust` whether words that clear this are heard. */
  constructor(load: (lookup: Lookup, window: Window, cuts: PastCuts) => Promise<PastWindow | null>, mayTrust: () => boolean) {
    this.load = load;
    this.mayTrust = mayTrust;
  }

  /** What is known of a window that starts then; looks for what will be needed soon, behind whoever asks. */
  find(lookup: Lookup, window: Window, nowMs: number): PastWindow | null {
    if (!this.mayTrust()) return null;
    const name = `${lookup.sourceId} ${lookup.per} ${lookup.key.toString("latin1")} ${lookup.currency} ${velocityName(window.velocity)}`;
    const past = this.known.get(name);
    const reaches = past !== undefined && window.startMs + 1 >= past.edgeFromMs && window.startMs < past.edgeMs;
    if (!reaches || window.startMs >= past.edgeMs - renewMs) this.renew(name, lookup, window, nowMs);
    return reaches ? past : null;
  }

  /** Forgets everything, and what is being looked for. */
  clear(): void {
    this.age += 1;
    this.kept = 0;
    this.known.clear();
    this.notBeforeMs.clear();
  }

  /** Resolves when nothing is being looked for. */
  settled(): Promise<void> {
    return this.last;
  }

  /** One after another: whoever waits for an answer needs the connections. */
  private renew(name: string, lookup: Lookup, window: Window, nowMs: number): void {
    const cuts = pastCuts(window.startMs, nowMs);
    if (cuts === null || this.wanted.has(name) || window.startMs < (this.notBeforeMs.get(name) ?? 0)) return;
    this.wanted.add(name);
    this.last = this.last.then(() => this.loadInto(name, lookup, window, cuts));
  }

  private keep(name: string, past: PastWindow | null): void {
    const former = this.known.get(name);
    if (former !== undefined) this.kept -= 1 + former.edge.length;
    if (past === null) {
      this.known.delete(name);
    } else {
      this.known.set(name, past);
      this.kept += 1 + past.edge.length;
    }
  }

  private async loadInto(name: string, lookup: Lookup, window: Window, cuts: PastCuts): Promise<void> {
    const { age } = this;
    try {
      const past = await this.load(lookup, window, cuts);
      if (age !== this.age) return;
      if (this.kept > mostKept) this.clear();
      this.keep(name, past);
      if (past === null) this.notBeforeMs.set(name, cuts.edgeMs);
    } catch {
      // Without it the database is asked for all of the window.
    } finally {
      this.wanted.delete(name);
    }
  }
}

/** Count or sum of a window's past: everything after `startMs` up to the seam. */
export function pastValue({ rest, edge }: PastWindow, startMs: number): bigint {
  return edge.reduce((sum, { atMs, value }) => (atMs > startMs ? sum + value : sum), rest);
}
