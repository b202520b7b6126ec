import { LruMap } from "#lib/platform/lru-map";
import type { OpenRules } from "./open-rules.ts";

interface Entry {
  readonly rules: OpenRules;
  readonly loadedAtMs: number;
  /** Which wave of changes it was read in; entries of an earlier one are stale. */
  readonly generation: number;
}

const maxAgeListeningMs = 30_000;
/** A change must take effect within a second even while the listener is away. */
const maxAgeDeafMs = 500;

/** Rules by source, per process, as `SourceCache` keeps sources: one look-up at a time, dropped by word from the database. */
export class RuleCache {
  private readonly entries = new LruMap<string, Entry>(10_000);
  private readonly loading = new Map<string, Promise<OpenRules>>();
  private generation = 0;
  private readonly load: (sourceId: string) => Promise<OpenRules>;
  private readonly isListening: () => boolean;
  private readonly nowMs: () => number;

  constructor(load: (sourceId: string) => Promise<OpenRules>, isListening: () => boolean, nowMs: () => number) {
    this.load = load;
    this.isListening = isListening;
    this.nowMs = nowMs;
  }

  /** What was last known stands in while the database cannot be reached. Rejects where nothing is known. */
  find(sourceId: string): Promise<OpenRules> | OpenRules {
    const entry = this.entries.get(sourceId);
    if (entry !== undefined && this.isFresh(entry)) return entry.rules;
    const running = this.loading.get(sourceId);
    if (running !== undefined) return running;
    const { generation } = this;
    const promise = this.load(sourceId)
      .then(
        (rules) => {
          this.entries.set(sourceId, { rules, loadedAtMs: this.nowMs(), generation });
          return rules;
        },
        (error: unknown) => {
          if (entry === undefined) throw error;
          return entry.rules;
        },
      )
      .finally(() => {
        if (this.loading.get(sourceId) === promise) this.loading.delete(sourceId);
      });
    this.loading.set(sourceId, promise);
    return promise;
  }

  /** The rules as last known, however old: for an answer that cannot wait. */
  lastKnown(sourceId: string): OpenRules | null {
    return this.entries.get(sourceId)?.rules ?? null;
  }

  /** What this process knows is no longer true. */
  outdate(): void {
    this.generation += 1;
    this.loading.clear();
  }

  private isFresh({ loadedAtMs, generation }: Entry): boolean {
    return generation === this.generation && this.nowMs() - loadedAtMs < (this.isListening() ? maxAgeListeningMs : maxAgeDeafMs);
  }
}
