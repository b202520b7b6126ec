import { vi } from "vitest";

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** What really ends a turn, whatever the test does to time. */
const realImmediate = setImmediate;

/**
 * An event loop of its own time, that is held up before each turn: timers run when the turn comes, not when they are due. No
 * real time passes, so that a machine which is held up itself changes nothing.
 */
export class HeldUpLoop {
  nowMs = 1_000;
  private nextId = 1;
  private readonly timers = new Map<number, Timer>();
  private readonly immediates: (() => void)[] = [];

  constructor() {
    vi.spyOn(performance, "now").mockImplementation(() => this.nowMs);
    vi.stubGlobal("setTimeout", (run: () => void, ms = 0) => this.at(this.nowMs + Math.max(1, ms), run));
    vi.stubGlobal("clearTimeout", (id: number | undefined) => (id === undefined ? undefined : this.timers.delete(id)));
    vi.stubGlobal("setImmediate", (run: () => void) => this.immediates.push(run));
  }

  /** Something from outside, or a timer: seen in the first turn after its moment. */
  at(dueMs: number, run: () => void): number {
    const id = this.nextId++;
    this.timers.set(id, { dueMs, run });
    return id;
  }

  /** What comes at a moment; `null`: never. */
  later<Value>(afterMs: number | null, value: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (afterMs === null) return;
      this.at(this.nowMs + afterMs, () => {
        try {
          resolve(value());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /** One turn, after the loop was held up for so long. */
  async turn(heldUpMs: number): Promise<void> {
    this.nowMs += heldUpMs;
    const due = [...this.timers].filter(([, { dueMs }]) => dueMs <= this.nowMs).toSorted(([, one], [, other]) => one.dueMs - other.dueMs);
    for (const [id, { run }] of due) {
      if (this.timers.delete(id)) run();
      await microtasks();
    }
    await microtasks();
    for (const run of this.immediates.splice(0)) run();
    await microtasks();
  }

  end(): void {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  }
}

function microtasks(): Promise<void> {
  return new Promise((resolve) => realImmediate(resolve));
}
