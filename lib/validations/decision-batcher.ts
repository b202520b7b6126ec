import { isUnavailable } from "#lib/platform/database/is-unavailable";
import { toHex } from "#lib/signing/digest";
import type { Candidate, Decided } from "./candidate.ts";

interface Waiting {
  readonly candidate: Candidate;
  readonly resolve: (decided: Decided) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatcherOptions {
  readonly maxRows?: number;
  /** Waiting beyond this are turned away at once. */
  readonly maxWaiting?: number;
  /** While a batch is in flight, the next one waits for so long. */
  readonly overlapAfterMs?: number;
}

/** Decisions that came while others are made share the next transaction, as requests do when they are stored. */
export class DecisionBatcher {
  private queue: Waiting[] = [];
  private inFlight = 0;
  private lastStartMs = 0;
  private scheduled = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly idle: (() => void)[] = [];
  private readonly decideBatch: (batch: readonly Candidate[]) => Promise<Decided[]>;
  private readonly options: Required<BatcherOptions>;

  constructor(decideBatch: (batch: readonly Candidate[]) => Promise<Decided[]>, options: BatcherOptions = {}) {
    this.decideBatch = decideBatch;
    this.options = { maxRows: 64, maxWaiting: 5_000, overlapAfterMs: 50, ...options };
  }

  /** Resolves after the commit that holds the decision. */
  decide(candidate: Candidate): Promise<Decided> {
    if (this.queue.length >= this.options.maxWaiting) return Promise.reject(new Error("too many validations wait for the database"));
    return new Promise((resolve, reject) => {
      this.queue.push({ candidate, resolve, reject });
      this.schedule();
    });
  }

  /** Resolves when nothing waits and nothing is in flight. */
  drain(): Promise<void> {
    return this.queue.length === 0 && this.inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve));
  }

  /** Lets what arrived in this turn of the event loop gather. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.start();
    });
  }

  private start(): void {
    while (this.queue.length > 0) {
      const sinceMs = performance.now() - this.lastStartMs;
      if (this.inFlight === 1 && sinceMs < this.options.overlapAfterMs) {
        // One that takes long must not hold up all that come after it.
        this.timer ??= setTimeout(() => {
          this.timer = null;
          this.start();
        }, this.options.overlapAfterMs - sinceMs);
        return;
      }
      if (this.inFlight > 1) return;
      const batch = this.takeBatch();
      this.inFlight += 1;
      this.lastStartMs = performance.now();
      void this.run(batch).finally(() => {
        this.inFlight -= 1;
        if (this.queue.length > 0) this.schedule();
        else if (this.inFlight === 0) for (const resolve of this.idle.splice(0)) resolve();
      });
    }
  }

  /** In the order of their ids, each body once: the second of two alike is a repeat of the first, once that is committed. */
  private takeBatch(): Waiting[] {
    const bodies = new Set<string>();
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    for (const waiting of this.queue) {
      const body = `${waiting.candidate.sourceId} ${toHex(waiting.candidate.bodyHash)}`;
      if (batch.length < this.options.maxRows && !bodies.has(body)) batch.push(waiting);
      else left.push(waiting);
      bodies.add(body);
    }
    this.queue = left;
    return batch.sort((one, other) => (one.candidate.id < other.candidate.id ? -1 : 1));
  }

  private async run(batch: readonly Waiting[]): Promise<void> {
    try {
      const decided = await this.decideBatch(batch.map(({ candidate }) => candidate));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const one = decided[index];
        if (one === undefined) reject(new Error("an attempt is missing from its own batch"));
        else resolve(one);
      }
    } catch (error) {
      // What one attempt is at fault for must not reach its neighbours; what the database is at fault for is theirs too.
      if (batch.length > 1 && !isUnavailable(error)) for (const waiting of batch) await this.run([waiting]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
