import fc from "fast-check";
import { expect, test } from "vitest";
import { VelocityBook, type VelocityFacts } from "#lib/validations/velocity-book";
import { arbitraryVelocity } from "../../support/arbitrary-rules.ts";

const facts: fc.Arbitrary<VelocityFacts> = fc
  .record({ customer: fc.option(fc.constantFrom("a", "b"), { nil: null }), card: fc.option(fc.constantFrom("x", "y"), { nil: null }), country: fc.option(fc.constantFrom("NL", "GB"), { nil: null }), money: fc.option(fc.record({ currency: fc.constantFrom("EUR", "USD"), amountMinor: fc.bigInt({ min: 0n, max: 10n ** 17n }) }), { nil: null }) })
  .map(({ money, ...keys }) => ({ ...keys, currency: money?.currency ?? null, amountMinor: money?.amountMinor ?? null }));

test("the book's counts and sums are those of going through every attempt of the window", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ facts, afterMs: fc.integer({ min: 0, max: 40_000 }) }), { maxLength: 30 }), arbitraryVelocity, (attempts, velocity) => {
      const book = new VelocityBook();
      const known: { readonly facts: VelocityFacts; readonly atMs: number }[] = [];
      let atMs = 1_700_000_000_000;
      for (const { facts: own, afterMs } of attempts) {
        atMs += afterMs;
        const key = own[velocity.per];
        const inWindow = known.filter((one) => one.facts[velocity.per] === key && one.atMs > atMs - velocity.withinSeconds * 1000);
        const sum = inWindow.reduce((total, one) => total + (one.facts.currency === own.currency ? (one.facts.amountMinor ?? 0n) : 0n), own.amountMinor ?? 0n);
        const expected = key === null || (velocity.measure === "sum" && own.amountMinor === null) ? null : velocity.measure === "count" ? BigInt(inWindow.length + 1) : sum;
        expect(book.value(velocity, own, atMs)).toBe(expected);
        book.add(own, atMs);
        known.push({ facts: own, atMs });
      }
    }),
  );
});
