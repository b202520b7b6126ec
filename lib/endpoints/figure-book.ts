/** What came of the attempts at one endpoint within ten minutes. */
export interface FigureSum {
  readonly endpointId: string;
  /** When the ten minutes begin. */
  readonly atMs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly totalMs: number;
  readonly slowestMs: number;
}

export const figureMinutes = 10;
const bucketMs = figureMinutes * 60_000;
const writeEveryMs = 2_000;

/** Adds up what came of attempts in memory, and hands the sums over every few seconds. A crash loses seconds of figures, never a delivery. */
export class FigureBook {
  private sums = new Map<string, FigureSum>();
  private writtenAtMs = 0;
  private readonly write: (sums: readonly FigureSum[]) => Promise<void>;

  constructor(write: (sums: readonly FigureSum[]) => Promise<void>) {
    this.write = write;
  }

  add(endpointId: string, attempt: { readonly atMs: number; readonly succeeded: boolean; readonly durationMs: number }): void {
    const atMs = Math.floor(attempt.atMs / bucketMs) * bucketMs;
    const durationMs = Math.max(0, Math.round(attempt.durationMs));
    this.merge({ endpointId, atMs, succeeded: attempt.succeeded ? 1 : 0, failed: attempt.succeeded ? 0 : 1, totalMs: durationMs, slowestMs: durationMs });
  }

  /** Hands over what there is, if it is time. What could not be written is kept; rejects then. */
  async flush(nowMs: number, everything = false): Promise<void> {
    if (this.sums.size === 0 || (!everything && nowMs - this.writtenAtMs < writeEveryMs)) return;
    const sums = [...this.sums.values()];
    this.sums = new Map();
    this.writtenAtMs = nowMs;
    try {
      await this.write(sums);
    } catch (error) {
      for (const sum of sums) this.merge(sum);
      throw error;
    }
  }

  private merge(sum: FigureSum): void {
    const key = `${sum.endpointId} ${String(sum.atMs)}`;
    const before = this.sums.get(key);
    if (before === undefined) {
      this.sums.set(key, sum);
      return;
    }
    this.sums.set(key, {
      ...sum,
      succeeded: before.succeeded + sum.succeeded,
      failed: before.failed + sum.failed,
      totalMs: before.totalMs + sum.totalMs,
      slowestMs: Math.max(before.slowestMs, sum.slowestMs),
    });
  }
}
