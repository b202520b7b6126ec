import Link from "next/link";
import type { PaymentStats } from "#lib/stats/payment-stats";
import { formatCount } from "../ui/money-format.ts";
import { Money } from "../ui/money.tsx";
import type { ModeChoice } from "../ui/preferences.ts";
import { StackedBars } from "../ui/stacked-bars.tsx";
import { formatDay } from "../ui/time-format.ts";
import { type CurrencyBars, everyDay, paymentBars } from "./payment-bars.ts";

const fills = { paid: "fill-good", refunded: "fill-accent-solid", open: "fill-edge", unpaid: "fill-bad-solid" } as const;
const dots = { paid: "bg-good", refunded: "bg-accent-solid", open: "bg-edge", unpaid: "bg-bad-solid" } as const;
const currenciesShown = 4;

/** Payments of the last days by what became of them, a chart per currency; the figures beside it say the same. */
export function PaymentsChart({ stats, mode, timeZone, nowMs }: { readonly stats: PaymentStats; readonly mode: ModeChoice; readonly timeZone: string; readonly nowMs: number }) {
  const days = everyDay([...new Set(stats.data.map(({ at }) => at))].sort(), stats.from, stats.to);
  const all = paymentBars(stats.data, days, (at) => formatDay(Date.parse(at), nowMs, timeZone));
  if (all.length === 0) return <p className="text-soft">No payment yet. Each shows up here within a second of its first message.</p>;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-3 lg:grid-cols-2">
        {all.slice(0, currenciesShown).map((one) => (
          <CurrencyCard key={`${one.currency} ${String(one.exponent)}`} bars={one} mode={mode} />
        ))}
      </div>
      <p className="text-sm text-soft">
        By the day of the first message, {timeZone}. {all.length > currenciesShown ? `Other currencies (${all.slice(currenciesShown).map(({ currency }) => currency).join(", ")}) are in the list of transactions. ` : ""}
        {stats.exact ? "" : `There are too many to add up: only those since ${formatDay(Date.parse(stats.countedFrom), nowMs, timeZone)} are counted.`}
      </p>
    </div>
  );
}

function CurrencyCard({ bars: { currency, exponent, count, sums, bars }, mode }: { readonly bars: CurrencyBars; readonly mode: ModeChoice }) {
  return (
    <Link href={`/transactions?currency=${currency}&mode=${mode}`} prefetch={false} className="flex flex-col gap-3 rounded-md border p-4 hover:bg-hover">
      <span className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{currency}</span>
        <span className="text-sm text-soft">{count === 1 ? "1 payment" : `${formatCount(count)} payments`}</span>
      </span>
      <StackedBars bars={bars} fills={fills} />
      <span className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {sums.map(({ key, text, amountMinor }) => (
          <span key={key} className="flex flex-wrap items-center justify-between gap-x-2 text-sm">
            <span className="flex items-center gap-1.5 text-soft">
              <span aria-hidden className={`size-2 rounded-sm ${dots[key]}`} />
              {text}
            </span>
            <Money amountMinor={amountMinor} currency={currency} exponent={exponent} />
          </span>
        ))}
      </span>
    </Link>
  );
}
