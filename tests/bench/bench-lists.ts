import { fillPayments } from "#tests/support/fill-payments";
import type { BenchDatabase } from "./bench-database.ts";
import { type ListFigure, measureLists } from "./lists.ts";

const days = 180;
const runsPerCase = 40;
const eventsPerTransaction = 3;

/** Fills a database with payments and times every list, search and total on it. Returns the lines to print. */
export async function benchLists(on: BenchDatabase, transactions: number, note: (text: string) => void): Promise<readonly string[]> {
  const { url, pool, drop } = await on.create();
  try {
    note(`filling ${String(transactions)} transactions with ${String(eventsPerTransaction)} events each`);
    await fillPayments(pool, { transactions, events: eventsPerTransaction, requests: 20_000, days, endMs: Date.now() });
    await pool.query("vacuum analyze");
    note(`timing, ${String(runsPerCase)} runs of each`);
    const figures = await measureLists(url, runsPerCase, () => undefined);
    return linesOf(figures);
  } finally {
    await drop();
  }
}

function linesOf(figures: readonly ListFigure[]): readonly string[] {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const line = (name: string, values: readonly string[]): string => `${name.padEnd(width)}  ${values.map((value) => value.padStart(9)).join("")}`;
  const worst = figures.toSorted((left, right) => right.p95Ms - left.p95Ms)[0];
  return [
    line("lists, searches, totals", ["first ms", "p50 ms", "p95 ms"]),
    ...figures.map(({ name, firstMs, p50Ms, p95Ms }) => line(name, [firstMs, p50Ms, p95Ms].map((ms) => ms.toFixed(1)))),
    `slowest p95: ${worst === undefined ? "none" : `${worst.p95Ms.toFixed(1)} ms, ${worst.name}`}; above 200 ms: ${String(figures.filter(({ p95Ms }) => p95Ms > 200).length)} of ${String(figures.length)}`,
  ];
}
