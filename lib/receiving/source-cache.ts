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
}

const maxAgeListeningMs = 30_000;
/** A change must take effect within a second even while the listener is away. */
const maxAgeDeafMs = 500;
const maxAgeUnknownMs = 1_000;

/** Tokens to sources, per process. One look-up at a time per token; unknown tokens are remembered for a moment. */
export class SourceCache {
  private readonly entries = new LruMap<string, Entry>(10_000);
  private readonly loading = new Map<string, Promise<OpenSource | null>>();
  private generation = 0;
  private readonly load: (token: string) => Promise<OpenSource | null>;
  private readonly changes: SourceChanges;
  private readonly nowMs: () => number;

  constructor(load: (token: string) => Promise<OpenSource | null>, changes: SourceChanges, nowMs: () => number) {
    this.load = load;
    this.changes = changes;
    this.nowMs = nowMs;
    changes.onChange(() => this.clear());
  }

  /** `null` for unknown, expired and archived ones. Rejects when the database cannot be reached. */
  find(token: string): Promise<OpenSource | null> | OpenSource | null {
    const entry = this.entries.get(token);
    if (entry !== undefined && this.isFresh(entry)) return entry.source;
    const running = this.loading.get(token);
    if (running !== undefined) return running;
    const { generation } = this;
    const promise = this.load(token)
      .then((source) => {
        // A change that arrived while we were reading may have been missed by that read: do not keep it.
        if (generation === this.generation) this.entries.set(token, { source, loadedAtMs: this.nowMs() });
        return source;
      })
      .finally(() => {
        if (this.loading.get(token) === promise) this.loading.delete(token);
      });
    this.loading.set(token, promise);
    return promise;
  }

  clear(): void {
    this.generation += 1;
    this.entries.clear();
    this.loading.clear();
  }

  private isFresh({ source, loadedAtMs }: Entry): boolean {
    const now = this.nowMs();
    if (source === null) return now - loadedAtMs < maxAgeUnknownMs;
    if (source.tokenExpiresAtMs !== null && source.tokenExpiresAtMs <= now) return false;
    return now - loadedAtMs < (this.changes.isListening() ? maxAgeListeningMs : maxAgeDeafMs);
  }
}
