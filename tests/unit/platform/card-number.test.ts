import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DigitRun, longestCard } from "#lib/platform/card-number";

const visa = "4111111111111111";
/** A Visa number of 19 digits. */
const longVisa = "4111111111111111110";

function runOf(texts: readonly string[], isLoose: boolean): DigitRun {
  const run = new DigitRun();
  for (const [index, text] of texts.entries()) {
    run.beginGroup(isLoose && index > 0);
    for (const digit of text) run.add(Number(digit), run.digitCount);
  }
  return run;
}

/** By the letter: every run of whole groups, each length summed anew. */
function longestByTheLetter(texts: readonly string[], isLoose: boolean): string | null {
  const isLuhn = (number: string): boolean => Array.from(number).toReversed().reduce((sum, digit, index) => sum + (index % 2 === 0 ? Number(digit) : Array.from(String(Number(digit) * 2)).reduce((inner, one) => inner + Number(one), 0)), 0) % 10 === 0;
  const printed = /^(?:4-4-4-[1-4]|4-4-4-4-[1-3]|4-6-[45])$/;
  const runs = texts.map((_, to) => texts.slice(0, to + 1));
  const cards = runs.filter((run) => {
    const number = run.join("");
    return number.startsWith("4") && number.length >= 13 && number.length <= 19 && isLuhn(number) && (!isLoose || run.length === 1 || printed.test(run.map(({ length }) => length).join("-")));
  });
  return cards.at(-1)?.join("") ?? null;
}

function found(texts: readonly string[], isLoose: boolean): string | null {
  const run = runOf(texts, isLoose);
  const card = longestCard(run, 0);
  return card === null ? null : Array.from({ length: card.end - card.first }, (_, index) => run.digitAt(card.first + index)).join("");
}

describe("the longest card number of groups", () => {
  test.each([
    [["4111", "1111", "1111", "1111"], visa],
    [["4111", "1111", "1111", "1111", "110"], longVisa],
    [["4111", "1111", "1111", "1111", "1111"], visa],
    [["411111", "1111", "111111"], null],
    [["41", "1111", "1111", "1111", "11"], null],
  ])("%j behind full stops is %s", (texts, card) => expect(found(texts, true)).toBe(card));

  test("carried sums say what sums by the letter say, however the digits are grouped", () => {
    const group = fc.array(fc.constantFrom("0", "1", "2", "5", "9"), { minLength: 1, maxLength: 6 }).map((digits) => digits.join(""));
    fc.assert(
      fc.property(fc.array(group, { minLength: 0, maxLength: 20 }), group, fc.boolean(), (rest, first, isLoose) => {
        const texts = [`4${first}`, ...rest];
        expect(found(texts, isLoose)).toBe(longestByTheLetter(texts, isLoose));
      }),
      { numRuns: 3_000 },
    );
  });
});
