import type { RequestToStore, StoredRequest } from "./stored-request.ts";

export interface BatchWriterOptions {
  /** Stores a batch in one commit; lanes are numbered from 0 and never used twice at once. */
  readonly store: (batch: readonly RequestToStore[], lane: number) => Promise<StoredRequest[]>;
  /** True for errors that one bad row can cause for its neighbours (SQLSTATE class 22, 23). */
  readonly isRowError: (error: unknown) => boolean;
  readonly maxInFlight?: number;
  readonly maxRows?: number;
  /** While a batch is in flight, the next one waits for this many rows. */
  readonly overlapRows?: number;
  readonly maxBytes?: number;
  /** Bytes that may wait; beyond it requests are turned away at once. */
  readonly maxWaitingBytes?: number;
  /** How long a request waits for its commit before it is answered "unavailable". */
  readonly deadlineMs?: number;
  /** Told of rows that were committed after all, when their senders had been answered "unavailable". */
  readonly onLate?: (rows: readonly RequestToStore[]) => void;
}

const overlapAfterMs = 25;
/** Whoever comes late has a moment all the same: the database may be back. */
const leastWaitMs = 100;

/** The commit did not come in time, or too much is waiting: the sender must come again. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreUnavailable";
  }
}

interface Waiting {
  readonly row: RequestToStore;
  readonly resolve: (stored: StoredRequest) => void;
  readonly reject: (error: Error) => void;
  readonly giveUpAtMs: number;
  settled: boolean;
}

/** Group commit: requests that arrive while others commit share the next statement; each waits for its own commit. */
export class BatchWriter {
  /** Not yet in a batch; whoever gave up has left it. */
  private queue: Waiting[] = [];
  private readonly freeLanes: number[];
  private readonly idle: (() => void)[] = [];
  private readonly options: Required<BatchWriterOptions>;
  /** Everything not yet answered, oldest first. */
  private unanswered: Waiting[] = [];
  private watching: NodeJS.Timeout | null = null;
  private waitingBytes = 0;
  private waitingRows = 0;
  private inFlight = 0;
  private lastStartMs = 0;
  private scheduled = false;

  constructor(options: BatchWriterOptions) {
    this.options = { maxInFlight: 2, maxRows: 200, overlapRows: 40, maxBytes: 8 * 1024 * 1024, maxWaitingBytes: 64 * 1024 * 1024, deadlineMs: 1_700, onLate: () => undefined, ...options };
    this.freeLanes = Array.from({ length: this.options.maxInFlight }, (_, lane) => lane);
  }

  /**
   * Resolves after the commit that holds this row. Rejects with `StoreUnavailable`, or with the row's own fault. What its
   * sender has waited for already (its source was looked up in a slow database) is taken off its time.
   */
  store(row: RequestToStore, spentMs = 0): Promise<StoredRequest> {
    const bytes = sizeOf(row);
    if (this.waitingBytes + bytes > this.options.maxWaitingBytes) {
      return Promise.reject(new StoreUnavailable("too much is waiting to be stored"));
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        row,
        resolve,
        reject,
        settled: false,
        giveUpAtMs: performance.now() + Math.min(this.options.deadlineMs, Math.max(leastWaitMs, this.options.deadlineMs - spentMs)),
      };
      this.waitingBytes += bytes;
      this.waitingRows += 1;
      this.queue.push(waiting);
      this.unanswered.push(waiting);
      this.watch();
      this.schedule();
    });
  }

  /** Requests that wait for their commit at this moment. */
  get waitingCount(): number {
    return this.waitingRows;
  }

  /** Resolves when nothing waits and nothing is in flight. */
  drain(): Promise<void> {
    if (this.queue.length === 0 && this.inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** Lets what arrived in this turn of the event loop gather before a statement is made of it. */
  private schedule(): void {
    if (this.scheduled || this.freeLanes.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.startBatches();
    });
  }

  private startBatches(): void {
    while (this.freeLanes.length > 0 && this.mayStart()) {
      const batch = this.takeBatch();
      if (batch.length === 0) break;
      const lane = this.freeLanes.pop() ?? 0;
      this.inFlight += 1;
      this.lastStartMs = performance.now();
      void this.run(batch, lane).finally(() => {
        this.inFlight -= 1;
        this.freeLanes.push(lane);
        if (this.queue.length > 0) this.schedule();
        else if (this.inFlight === 0) for (const resolve of this.idle.splice(0)) resolve();
      });
    }
  }

  /**
   * A batch beside another one shares its time, so that two half batches cost more than a whole one (for 32 senders a
   * fifth of PostgreSQL's time): the second starts when enough is waiting for it, or when the first takes long.
   */
  private mayStart(): boolean {
    return this.inFlight === 0 || this.queue.length >= this.options.overlapRows || performance.now() - this.lastStartMs >= overlapAfterMs;
  }

  private takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { row } of this.queue) {
      if (count >= this.options.maxRows || (count > 0 && bytes + row.body.length > this.options.maxBytes)) break;
      bytes += row.body.length;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async run(batch: readonly Waiting[], lane: number): Promise<void> {
    try {
      const stored = await this.options.store(batch.map(({ row }) => row), lane);
      const late = batch.filter(({ settled }) => settled).map(({ row }) => row);
      if (late.length > 0) this.options.onLate(late);
      for (const [index, waiting] of batch.entries()) {
        const result = stored[index];
        if (result !== undefined) this.settle(waiting, () => waiting.resolve(result));
      }
    } catch (error) {
      if (this.options.isRowError(error) && batch.length > 1) {
        // One bad row must not refuse its neighbours: halve until it stands alone.
        const middle = Math.ceil(batch.length / 2);
        await this.run(batch.slice(0, middle), lane);
        await this.run(batch.slice(middle), lane);
        return;
      }
      const fault = this.options.isRowError(error) && error instanceof Error ? error : new StoreUnavailable("the database did not take the batch", { cause: error });
      for (const waiting of batch) this.settle(waiting, () => waiting.reject(fault));
    }
  }

  /** One timer for all: at thousands of requests a second a timer each would cost more than the deadline is worth. */
  private watch(): void {
    this.watching ??= setInterval(() => {
      this.giveUpLate();
      this.unanswered = this.unanswered.filter(({ settled }) => !settled);
      // What waits behind a batch that takes long gets a lane of its own.
      if (this.queue.length > 0) this.schedule();
      if (this.unanswered.length === 0 && this.watching !== null) {
        clearInterval(this.watching);
        this.watching = null;
      }
    }, 100);
  }

  private giveUpLate(): void {
    const now = performance.now();
    let late = 0;
    for (const waiting of this.unanswered) {
      if (waiting.giveUpAtMs > now) continue;
      late += 1;
      this.settle(waiting, () => waiting.reject(new StoreUnavailable("the commit did not come in time")));
    }
    // Bytes that nobody waits for any more are let go of, and hold up nobody who comes after them.
    if (late > 0) this.queue = this.queue.filter(({ settled }) => !settled);
  }

  private settle(waiting: Waiting, answer: () => void): void {
    if (waiting.settled) return;
    waiting.settled = true;
    this.waitingBytes -= sizeOf(waiting.row);
    this.waitingRows -= 1;
    answer();
  }
}

function sizeOf({ body, headersJson }: RequestToStore): number {
  return body.length + headersJson.length + 512;
}
