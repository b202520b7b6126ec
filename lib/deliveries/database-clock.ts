/** The database's time between two looks at it, carried on by a clock that nobody sets. */
export class DatabaseClock {
  private differenceMs = Date.now() - performance.now();

  /** `nowMs` as the database just said it. */
  set(nowMs: number): void {
    this.differenceMs = nowMs - performance.now();
  }

  nowMs(): number {
    return this.differenceMs + performance.now();
  }
}
