import type { RejectionCount } from "./count-rejections.sql.ts";

const hourMs = 3_600_000;

/** Refused requests beyond the cap, gathered in memory and written once a second: a flood costs one row an hour. */
export class RejectionCounter {
  private pending = new Map<string, RejectionCount>();
  private readonly write: (counts: readonly RejectionCount[]) => Promise<void>;
  private readonly timer: NodeJS.Timeout;

  constructor(write: (counts: readonly RejectionCount[]) => Promise<void>, everyMs = 1_000) {
    this.write = write;
    this.timer = setInterval(() => void this.flush(), everyMs);
    this.timer.unref();
  }

  add(sourceId: string, bytes: number, atMs: number): void {
    const hour = Math.floor(atMs / hourMs) * hourMs;
    this.merge({ sourceId, hourMs: hour, count: 1, bytes, lastAtMs: atMs });
  }

  async flush(): Promise<void> {
    if (this.pending.size === 0) return;
    const counts = [...this.pending.values()];
    this.pending = new Map();
    try {
      await this.write(counts);
    } catch {
      // The database is away: the counts wait for the next flush.
      for (const count of counts) this.merge(count);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private merge(more: RejectionCount): void {
    const key = `${more.sourceId} ${String(more.hourMs)}`;
    const before = this.pending.get(key);
    this.pending.set(key, before === undefined ? more : { ...more, count: before.count + more.count, bytes: before.bytes + more.bytes, lastAtMs: Math.max(before.lastAtMs, more.lastAtMs) });
  }
}
