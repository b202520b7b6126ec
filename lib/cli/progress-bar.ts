/** Tells a person how far a command is. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  /** Wipes the bar, so that the result stands alone. */
  readonly end: () => void;
}

export interface ProgressScreen {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
}

const silentMs = 1000;
const redrawMs = 100;
const usualColumns = 80;

/** A bar on a terminal, shown when a command takes longer than a second; nothing anywhere else. */
export function progressBar(screen: ProgressScreen, now: () => number): Progress {
  const startedMs = now();
  // Some terminals do not say how wide they are.
  const columns = screen.columns > 0 ? screen.columns : usualColumns;
  let drawnMs = Number.NEGATIVE_INFINITY;
  let visible = false;
  return {
    update: (done, total) => {
      const nowMs = now();
      if (!screen.isTTY || nowMs - startedMs < silentMs || nowMs - drawnMs < redrawMs) return;
      drawnMs = nowMs;
      visible = true;
      screen.write(`\r${barText(done, total, columns)}`);
    },
    end: () => {
      if (visible) screen.write(`\r${" ".repeat(columns - 1)}\r`);
      visible = false;
    },
  };
}

/** `[██████░░░░]  60 %  6/10`, at most `columns - 1` wide. */
export function barText(done: number, total: number, columns: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const tail = ` ${String(Math.floor(share * 100)).padStart(3)} %  ${String(done)}/${String(total)}`;
  const width = Math.max(0, Math.min(40, columns - 1 - tail.length - 2));
  const full = Math.floor(share * width);
  return `[${"█".repeat(full)}${"░".repeat(width - full)}]${tail}`;
}
