interface Waiting {
  readonly ids: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets jobs that wait at the same time share one set: while a set is at work, the next one gathers. A commit and three
 * statements for each job cost PostgreSQL more than the receiving itself (0.48 ms against 0.19 ms for an event).
 */
export class SharedSets {
  private waiting: Waiting[] = [];
  private working = false;
  private readonly work: (ids: readonly string[]) => Promise<void>;
  private readonly mostIds: number;

  /** `mostIds`: a set is closed when it holds this many, so that reading it never holds the event loop for long. */
  constructor(work: (ids: readonly string[]) => Promise<void>, mostIds = 400) {
    this.work = work;
    this.mostIds = mostIds;
  }

  /** Resolves when the set that holds these ids was worked on; rejects with what its work rejected with. */
  add(ids: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ids, resolve, reject });
      if (!this.working) void this.workOff();
    });
  }

  private async workOff(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      const set = this.takeSet();
      try {
        await this.work(set.flatMap(({ ids }) => ids));
        for (const { resolve } of set) resolve();
      } catch (error) {
        for (const { reject } of set) reject(error);
      }
    }
    this.working = false;
  }

  private takeSet(): Waiting[] {
    let count = 0;
    let size = 0;
    for (const { ids } of this.waiting) {
      if (count > 0 && size + ids.length > this.mostIds) break;
      count += 1;
      size += ids.length;
    }
    return this.waiting.splice(0, count);
  }
}
