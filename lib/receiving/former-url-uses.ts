/** Messages that came to a former URL. */
export interface FormerUrlUse {
  readonly token: string;
  readonly count: number;
  readonly lastAtMs: number;
}

/**
 * Messages that still come to former URLs, gathered in memory and written now and then, so that storing one costs the
 * same at any URL. What a killed process had not written is not counted: the next message tells the same.
 */
export class FormerUrlUses {
  private pending = new Map<string, FormerUrlUse>();
  private readonly write: (uses: readonly FormerUrlUse[]) => Promise<void>;
  private readonly everyMs: number;
  private timer: NodeJS.Timeout | null = null;
  private writtenAtMs = 0;

  constructor(write: (uses: readonly FormerUrlUse[]) => Promise<void>, everyMs = 1_000) {
    this.write = write;
    this.everyMs = everyMs;
  }

  /** The first one after a while is written at once, so that an open page shows it; a stream of them once a second. */
  add(token: string, atMs: number): void {
    this.merge({ token, count: 1, lastAtMs: atMs });
    this.timer ??= setTimeout(() => void this.flush(), Math.max(0, this.writtenAtMs + this.everyMs - performance.now())).unref();
  }

  async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.pending.size === 0) return;
    this.writtenAtMs = performance.now();
    const uses = [...this.pending.values()];
    this.pending = new Map();
    try {
      await this.write(uses);
    } catch {
      // The database is away: they wait for the next one.
      for (const use of uses) this.merge(use);
    }
  }

  close(): Promise<void> {
    return this.flush();
  }

  private merge(more: FormerUrlUse): void {
    const before = this.pending.get(more.token);
    this.pending.set(more.token, before === undefined ? more : { ...more, count: before.count + more.count, lastAtMs: Math.max(before.lastAtMs, more.lastAtMs) });
  }
}
