import { expect, test } from "vitest";
import { barText, progressBar } from "#lib/cli/progress-bar";

function screenAt(isTTY: boolean) {
  const written: string[] = [];
  return { written, screen: { isTTY, columns: 60, write: (text: string) => void written.push(text) } };
}

test("nothing is drawn in the first second, then a bar that is wiped at the end", () => {
  let nowMs = 0;
  const { written, screen } = screenAt(true);
  const bar = progressBar(screen, () => nowMs);
  bar.update(1, 10);
  expect(written).toEqual([]);
  nowMs = 1500;
  bar.update(5, 10);
  expect(written.join("")).toContain("50 %  5/10");
  bar.end();
  expect(written.at(-1)).toMatch(/^\r +\r$/);
});

test("nothing is ever drawn where there is no terminal", () => {
  let nowMs = 0;
  const { written, screen } = screenAt(false);
  const bar = progressBar(screen, () => nowMs);
  nowMs = 9000;
  bar.update(5, 10);
  bar.end();
  expect(written).toEqual([]);
});

test("a terminal that does not say how wide it is gets a bar all the same", () => {
  let nowMs = 0;
  const { written, screen } = screenAt(true);
  const bar = progressBar({ ...screen, columns: 0 }, () => nowMs);
  nowMs = 1500;
  bar.update(5, 10);
  expect(written.join("")).toContain("50 %  5/10");
  bar.end();
  expect(written.at(-1)).toMatch(/^\r +\r$/);
});

test.each([10, 20, 80, 500])("a bar fits a terminal of %i columns that has room for its figures", (columns) => {
  expect(barText(3, 10, columns).length).toBeLessThanOrEqual(Math.max(columns - 1, " 30 %  3/10[]".length + 1));
  expect(barText(20, 10, columns)).toContain("100 %");
  expect(barText(0, 0, columns)).toContain("0 %");
});
