import type { Finish } from "./finish-decisions.sql.ts";

const mostWaiting = 20_000;
const retryMs = 1_000;
const soonMs = 20;

/**
 * Writes what is known only after the answer, many at a time and never in the answer's way. While the database is away it
 * waits with it, and gives up what it has no room for.
 */
export class Finisher {
  private waiting: Finish[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private closing = false;
  private readonly write: (finishes: readonly Finish[]) => Promise<void>;
  private readonly onLost: (count: number, error: unknown) => void;
  private readonly everyMs: number;
  private dueMs = Number.POSITIVE_INFINITY;

  constructor(write: (finishes: readonly Finish[]) => Promise<void>, onLost: (count: number, error: unknown) => void, everyMs = 250) {
    this.write = write;
    this.onLost = onLost;
    this.everyMs = everyMs;
  }

  add(finish: Finish): void {
    if (this.waiting.length >= mostWaiting) this.onLost(1, new Error("too much waits for the database"));
    else this.waiting.push(finish);
    // What a merchant said frees or keeps a place, and a copy of its request may wait for it; how long an answer took can wait for others.
    this.schedule(finish.kind === "settled" ? soonMs : this.everyMs);
  }

  /** Writes what waits; what cannot be written now is given up. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    await this.writing;
    while (this.waiting.length > 0) await this.flush();
  }

  private schedule(afterMs: number): void {
    const dueMs = performance.now() + afterMs;
    if (this.writing !== null || this.closing || dueMs >= this.dueMs) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.dueMs = dueMs;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.dueMs = Number.POSITIVE_INFINITY;
      this.writing = this.flush();
    }, afterMs);
    this.timer.unref();
  }

  private async flush(): Promise<void> {
    const batch = this.waiting.splice(0, 500);
    let failed = false;
    if (batch.length > 0) {
      try {
        await this.write(batch);
      } catch (error) {
        if (this.closing) this.onLost(batch.length, error);
        else this.waiting.unshift(...batch);
        failed = true;
      }
    }
    this.writing = null;
    if (this.waiting.length > 0) this.schedule(failed ? retryMs : this.waiting.some(({ kind }) => kind === "settled") ? soonMs : this.everyMs);
  }
}
