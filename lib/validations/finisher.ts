import type { Finish } from "./finish-decisions.sql.ts";

const mostWaiting = 20_000;
const retryMs = 1_000;

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

  constructor(write: (finishes: readonly Finish[]) => Promise<void>, onLost: (count: number, error: unknown) => void, everyMs = 25) {
    this.write = write;
    this.onLost = onLost;
    this.everyMs = everyMs;
  }

  add(finish: Finish): void {
    if (this.waiting.length >= mostWaiting) this.onLost(1, new Error("too much waits for the database"));
    else this.waiting.push(finish);
    this.schedule(this.everyMs);
  }

  /** Writes what waits; what cannot be written now is given up. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    await this.writing;
    await this.flush();
  }

  private schedule(afterMs: number): void {
    if (this.timer !== null || this.writing !== null || this.closing) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.writing = this.flush();
    }, afterMs);
    this.timer.unref();
  }

  private async flush(): Promise<void> {
    const batch = this.waiting.splice(0, 500);
    let afterMs = this.everyMs;
    if (batch.length > 0) {
      try {
        await this.write(batch);
      } catch (error) {
        if (this.closing) this.onLost(batch.length, error);
        else this.waiting.unshift(...batch);
        afterMs = retryMs;
      }
    }
    this.writing = null;
    if (this.waiting.length > 0) this.schedule(afterMs);
  }
}
