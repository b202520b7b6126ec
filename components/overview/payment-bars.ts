import type { PaymentStats } from "#lib/stats/payment-stats";
import type { TransactionStatus } from "#lib/transactions/status";
import { formatCount, formatMinor } from "../ui/money-format.ts";
import type { Bar } from "../ui/stacked-bars.tsx";

type Row = PaymentStats["data"][number];

/** What payments of several states have in common, from the bottom of a bar to its top. */
export const paymentGroups = [
  { key: "paid", text: "Captured", statuses: ["captured", "partially_captured", "partially_refunded", "paid", "partially_paid"] },
  { key: "refunded", text: "Refunded", statuses: ["refunded"] },
  { key: "open", text: "Not decided yet", statuses: ["authorized", "created", "action_required", "pending"] },
  { key: "unpaid", text: "Not paid", statuses: ["failed", "canceled", "expired"] },
] as const satisfies readonly { key: string; text: string; statuses: readonly TransactionStatus[] }[];

type GroupKey = (typeof paymentGroups)[number]["key"];

export interface CurrencyBars {
  readonly currency: string;
  readonly exponent: number;
  readonly count: number;
  readonly sums: readonly { readonly key: GroupKey; readonly text: string; readonly amountMinor: bigint; readonly count: number }[];
  readonly bars: readonly Bar[];
}

/** Bars per currency, the one with most payments first: amounts of two currencies have no common height. */
export function paymentBars(rows: readonly Row[], days: readonly string[], dayOf: (at: string) => string): readonly CurrencyBars[] {
  const byUnit = Map.groupBy(rows.filter(({ amount }) => amount !== null), ({ amount }) => `${amount?.currency ?? ""} ${String(amount?.exponent ?? 0)}`);
  const all = [...byUnit.values()].map((own) => barsOf(own, days, dayOf));
  return all.sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1));
}

const dayMs = 86_400_000;

/** Beginnings of days from the first to the last moment: those that are known, and those between, before and after them, which are empty. */
export function everyDay(known: readonly string[], from: string, to: string): readonly string[] {
  const [first] = known;
  if (first === undefined) return [];
  const days: number[] = [];
  for (let at = Date.parse(first) - dayMs; at > Date.parse(from) - dayMs; at -= dayMs) days.unshift(at);
  for (const day of known) {
    // A day may have 23 or 25 hours: within half a day of the next one that is known, none is missing.
    for (let at = (days.at(-1) ?? Date.parse(day)) + dayMs; at < Date.parse(day) - dayMs / 2; at += dayMs) days.push(at);
    days.push(Date.parse(day));
  }
  for (let at = (days.at(-1) ?? 0) + dayMs; at <= Date.parse(to); at += dayMs) days.push(at);
  return days.map((ms) => new Date(ms).toISOString());
}

function barsOf(rows: readonly Row[], days: readonly string[], dayOf: (at: string) => string): CurrencyBars {
  const unit = rows[0]?.amount;
  const [currency, exponent] = [unit?.currency ?? "", unit?.exponent ?? 0];
  const sumsOf = (own: readonly Row[]) =>
    paymentGroups.map(({ key, text, statuses }) => {
      const inGroup = own.filter(({ status }) => statuses.some((one) => one === status));
      return { key, text, amountMinor: inGroup.reduce((sum, { amount }) => sum + (amount?.amountMinor ?? 0n), 0n), count: inGroup.reduce((sum, { count }) => sum + count, 0) };
    });
  const byDay = Map.groupBy(rows, ({ at }) => at);
  const columns = days.map((at) => ({ at, sums: sumsOf(byDay.get(at) ?? []) }));
  const most = columns.map(({ sums }) => totalOf(sums)).reduce((largest, one) => (one > largest ? one : largest), 0n);
  const bars = columns.map(({ at, sums }) => ({
    key: at,
    title: `${dayOf(at)}: ${sums.filter(({ count }) => count > 0).map(({ text, amountMinor, count }) => `${text} ${formatMinor(amountMinor, exponent)} ${currency} in ${formatCount(count)}`).join(", ") || "none"}`,
    // Thousandths of exact minor units: a number cannot hold the amounts themselves.
    parts: sums.map(({ key, amountMinor }) => ({ key, share: most === 0n ? 0 : Number((amountMinor * 1000n) / most) / 1000 })),
  }));
  return { currency, exponent, count: rows.reduce((sum, { count }) => sum + count, 0), sums: sumsOf(rows), bars };
}

function totalOf(sums: readonly { readonly amountMinor: bigint }[]): bigint {
  return sums.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
