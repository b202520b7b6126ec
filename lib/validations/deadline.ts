/**
 * An answer has to leave so long before its deadline as the event loop may be held up unseen: half a second before the
 * request is noticed at all, half a second before the timer is, and a little for what a busy machine adds.
 */
const reserveMs = 1_200;

/** The moment, by `performance.now()`, at which whatever is known has to be said. */
export function answerBy(firstByteMs: number, deadlineMs: number): number {
  return firstByteMs + deadlineMs - reserveMs;
}

/** The same in Next's copy of this module. */
export const late: unique symbol = Symbol.for("countersign.late");

/** What a promise gives, or `late` when the moment comes first, at once where it is past. What it gives or rejects with after that is nobody's. */
export async function unlessLate<Result>(promise: Promise<Result> | Result, byMs: number): Promise<Result | typeof late> {
  if (!(promise instanceof Promise)) return promise;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<typeof late>((resolve) => {
        const leftMs = byMs - performance.now();
        // A timer of no time waits for the next turn of the loop, and that may be half a second away.
        if (leftMs <= 0) resolve(late);
        else timer = setTimeout(() => resolve(late), leftMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}
