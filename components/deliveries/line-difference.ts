export interface ComparedLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly isDifferent: boolean;
}

const mostLines = 2_000;

/** Which lines of two texts are not in the other one, in its place: by the longest run of lines that both have in order. */
export function lineDifference(left: string, right: string): { readonly left: readonly ComparedLine[]; readonly right: readonly ComparedLine[] } {
  const [before, after] = [left.split("\n"), right.split("\n")];
  if (before.length * after.length > mostLines * mostLines) return { left: marked(before, new Set(after)), right: marked(after, new Set(before)) };
  const kept = commonLines(before, after);
  return {
    left: before.map((text, at) => ({ number: at + 1, text, isDifferent: !kept.left.has(at) })),
    right: after.map((text, at) => ({ number: at + 1, text, isDifferent: !kept.right.has(at) })),
  };
}

/** For texts too long to align: what the other one does not have anywhere. */
function marked(lines: readonly string[], others: ReadonlySet<string>): readonly ComparedLine[] {
  return lines.map((text, at) => ({ number: at + 1, text, isDifferent: !others.has(text) }));
}

function commonLines(before: readonly string[], after: readonly string[]): { readonly left: ReadonlySet<number>; readonly right: ReadonlySet<number> } {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] = before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const [left, right] = [new Set<number>(), new Set<number>()];
  for (let row = 0, column = 0; row < before.length && column < after.length; ) {
    if (before[row] === after[column]) {
      left.add(row);
      right.add(column);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return { left, right };
}
