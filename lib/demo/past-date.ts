/** The clock of this process, moved by whoever tells the past. */
export class PastDate {
  private atMs = 0;
  private readonly real = globalThis.Date;

  /** Moves on, never back: ids are made in the order of their time. */
  moveTo(atMs: number): void {
    this.atMs = Math.max(this.atMs, Math.floor(atMs));
  }

  nowMs(): number {
    return this.atMs;
  }

  /**
   * Runs with `Date` telling this time to all code of the process: the product makes ids, rows and audit entries as it
   * would have then. For a process that does nothing else meanwhile.
   */
  async hold<Result>(run: () => Promise<Result>): Promise<Result> {
    const now = (): number => this.atMs;
    globalThis.Date = new Proxy(this.real, {
      construct: (target, values: unknown[], newTarget) => Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as object,
      get: (target, name, receiver): unknown => (name === "now" ? now : Reflect.get(target, name, receiver)),
    });
    try {
      return await run();
    } finally {
      globalThis.Date = this.real;
    }
  }
}
