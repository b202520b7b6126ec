import type { RequestToStore } from "#lib/receiving/stored-request";

/** What nobody waits for may come together: a commit for many costs hardly more than one for each. */
const gatherMs = 25;
const mostWaiting = 64;

/** Stores calls behind their answers, many at a time. */
export class LateStore {
  private waiting: RequestToStore[] = [];
  private timer: NodeJS.Timeout | null = null;
  private readonly store: (row: RequestToStore) => Promise<unknown>;
  private readonly onLost: (row: RequestToStore, error: unknown) => void;

  constructor(store: (row: RequestToStore) => Promise<unknown>, onLost: (row: RequestToStore, error: unknown) => void) {
    this.store = store;
    this.onLost = onLost;
  }

  add(row: RequestToStore): void {
    this.waiting.push(row);
    if (this.waiting.length >= mostWaiting) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), gatherMs);
  }

  /** Hands on all that waits, which is then its store's to finish. */
  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    for (const row of this.waiting.splice(0)) this.store(row).catch((error: unknown) => this.onLost(row, error));
  }
}
