import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FigureBook, type FigureSum } from "#lib/endpoints/figure-book";

const minuteMs = 60_000;
const attempt = fc.record({ endpointId: fc.constantFrom("a", "b"), atMs: fc.integer({ min: 0, max: 60 * minuteMs }), succeeded: fc.boolean(), durationMs: fc.integer({ min: 0, max: 15_000 }) });

describe("figures of endpoints", () => {
  it("are sums of every attempt, each in its ten minutes, whatever fails to be written in between", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(attempt, fc.boolean())), async (attempts) => {
        const written: FigureSum[] = [];
        let broken = false;
        const book = new FigureBook((sums) => {
          if (broken) return Promise.reject(new Error("the database is away"));
          written.push(...sums);
          return Promise.resolve();
        });
        for (const [one, breaks] of attempts) {
          book.add(one.endpointId, one);
          broken = breaks;
          await book.flush(one.atMs, true).catch(() => undefined);
        }
        broken = false;
        await book.flush(0, true);
        const sum = (pick: (figure: FigureSum) => number): number => written.reduce((total, figure) => total + pick(figure), 0);
        expect(sum(({ succeeded }) => succeeded)).toBe(attempts.filter(([{ succeeded }]) => succeeded).length);
        expect(sum(({ failed }) => failed)).toBe(attempts.filter(([{ succeeded }]) => !succeeded).length);
        expect(sum(({ totalMs }) => totalMs)).toBe(attempts.reduce((total, [{ durationMs }]) => total + durationMs, 0));
        expect(Math.max(0, ...written.map(({ slowestMs }) => slowestMs))).toBe(Math.max(0, ...attempts.map(([{ durationMs }]) => durationMs)));
        for (const { atMs } of written) expect(atMs % (10 * minuteMs)).toBe(0);
      }),
    );
  });

  it("are written every few seconds, not with every attempt", async () => {
    let writes = 0;
    const book = new FigureBook(() => {
      writes += 1;
      return Promise.resolve();
    });
    for (let atMs = 10_000; atMs < 20_000; atMs += 100) {
      book.add("a", { atMs, succeeded: true, durationMs: 5 });
      await book.flush(atMs);
    }
    expect(writes).toBe(5);
  });
});
