import { setTimeout as sleep } from "node:timers/promises";
import { LruMap } from "#lib/platform/lru-map";
import type { OpenSource } from "./open-source.ts";

/** Told by LISTEN when a source changed; while it hears, entries may live long. */
export interface SourceChanges {
  readonly isListening: () => boolean;
  readonly onChange: (drop: () => void) => void;
}

interface Entry {
  readonly source: OpenSource | null;
  readonly loadedAtMs: number;
  /** Which wave of changes it was read in; entries of an earlier one are stale. */
  readonly generation: number;
}

const maxAgeListeningMs = 30_000;
/** A change must take effect within a second even while the listener is away. */
const maxAgeDeafMs = 500;
const maxAgeUnknownMs = 1_000;
/** A flood of forged requests to one source makes no more look-ups than this allows; those that wait share one. */
const lookAgainEveryMs = 5;

interface SecondLook {
  readonly startedAtMs: number;
  /** Begins after everybody who waits for it had arrived. */
  next: Promise<OpenSource | null> | null;
}

/** Tokens to sources, per process. One look-up at a time per token; unknown tokens are remembered for a moment. */
export class SourceCache {
  private readonly entries = new LruMap<string, Entry>(10_000);
  private readonly loading = new Map<string, Promise<OpenSource | null>>();
  private readonly secondLooks = new LruMap<string, SecondLook>(10_000);
  private generation = 0;
  private readonly load: (token: string) => Promise<OpenSource | null>;
  private readonly changes: SourceChanges;
  private readonly nowMs: () => number;

  constructor(load: (token: string) => Promise<OpenSource | null>, changes: SourceChanges, nowMs: () => number) {
    this.load = load;
    this.changes = changes;
    this.nowMs = nowMs;
    changes.onChange(() => this.outdate());
  }

  /**
   * `null` for unknown, expired and archived ones. While the database cannot be reached, what was last known of a
   * source stands in, so that its provider is told "later" in its own way; rejects where nothing is known.
   */
  find(token: string): Promise<OpenSource | null> | OpenSource | null {
    const entry = this.entries.get(token);
    if (entry !== undefined && this.isFresh(entry)) return entry.source;
    const running = this.loading.get(token);
    if (running !== undefined) return running;
    const { generation } = this;
    const promise = this.load(token)
      .then(
        (source) => {
          // A change that arrives while we read may be missed by that read: the generation makes it stale at once.
          this.entries.set(token, { source, loadedAtMs: this.nowMs(), generation });
          return source;
        },
        (error: unknown) => {
          if (entry === undefined || entry.source === null) throw error;
          return entry.source;
        },
      )
      .finally(() => {
        if (this.loading.get(token) === promise) this.loading.delete(token);
      });
    this.loading.set(token, promise);
    return promise;
  }

  /** What was last known of a source, however old, unless its token has run out since. */
  lastKnown(token: string): OpenSource | null {
    const source = this.entries.get(token)?.source ?? null;
    return source !== null && (source.tokenExpiresAtMs === null || source.tokenExpiresAtMs > this.nowMs()) ? source : null;
  }

  /**
   * Reads a source whatever is remembered of it: for a request that would be refused, since the word of a key that was
   * just added may be on its way. `null` where there is none, or the database cannot be reached.
   */
  findAgain(token: string): Promise<OpenSource | null> {
    const look = this.secondLooks.get(token);
    if (look?.next !== null && look?.next !== undefined) return look.next;
    const waitMs = look === undefined ? 0 : Math.max(0, look.startedAtMs + lookAgainEveryMs - this.nowMs());
    const waiting: SecondLook = { startedAtMs: look?.startedAtMs ?? 0, next: null };
    const promise = (waitMs === 0 ? Promise.resolve() : sleep(waitMs)).then(async () => {
      // From here on it is too late to join: what is committed now would be missed.
      this.secondLooks.set(token, { startedAtMs: this.nowMs(), next: null });
      const { generation } = this;
      const source = await this.load(token).catch(() => null);
      if (source !== null) this.entries.set(token, { source, loadedAtMs: this.nowMs(), generation });
      return source;
    });
    waiting.next = promise;
    this.secondLooks.set(token, waiting);
    return promise;
  }

  private outdate(): void {
    this.generation += 1;
    this.loading.clear();
  }

  private isFresh({ source, loadedAtMs, generation }: Entry): boolean {
    const now = this.nowMs();
    if (generation !== this.generation) return false;
    if (source === null) return now - loadedAtMs < maxAgeUnknownMs;
    if (source.tokenExpiresAtMs !== null && source.tokenExpiresAtMs <= now) return false;
    return now - loadedAtMs < (this.changes.isListening() ? maxAgeListeningMs : maxAgeDeafMs);
  }
}
