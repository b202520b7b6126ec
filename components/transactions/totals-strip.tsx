import type { Totals } from "#lib/transactions/totals-shape";
import { Money } from "../ui/money.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { TimeText } from "../ui/time-text.tsx";

type CurrencyTotal = Totals["currencies"][number];

/** What the present filter finds, added up per currency: sums of two currencies mean nothing. */
export function TotalsStrip({ totals, isLate }: { readonly totals: Totals | null; readonly isLate: boolean }) {
  // Where a skeleton stood its place stays, so that the list below does.
  if (totals === null || totals.count === 0) return isLate ? <div aria-hidden className="h-20.5" /> : null;
  return (
    <div className="flex flex-col gap-1.5">
      <ul aria-label="Totals per currency" className="flex flex-wrap gap-2">
        {totals.currencies.map((total) => (
          <li key={`${total.currency} ${String(total.exponent)}`} className="flex min-w-44 flex-col gap-0.5 rounded-md border px-3 py-2 max-md:min-w-36 max-md:flex-1">
            <CurrencySums total={total} />
          </li>
        ))}
        {totals.withoutAmount === 0 ? null : (
          <li className="flex flex-col gap-0.5 rounded-md border px-3 py-2">
            <span className="text-sm text-soft">Without an amount</span>
            <span className="font-medium">{formatCount(totals.withoutAmount)}</span>
          </li>
        )}
      </ul>
      {totals.countedFrom === null ? null : (
        <p className="text-sm text-soft">
          Of those since <TimeText at={totals.countedFrom} as="exact" />: there are too many to add up at once. Narrow the range of time to have all of it.
        </p>
      )}
    </div>
  );
}

function CurrencySums({ total: { currency, count, captured, refunded, disputed } }: { readonly total: CurrencyTotal }) {
  const others = [{ text: "refunded", amount: refunded }, { text: "disputed", amount: disputed }].filter(({ amount }) => amount.amountMinor > 0n);
  return (
    <>
      <span className="text-sm text-soft">
        {formatCount(count)} in {currency}, captured
      </span>
      <span className="font-medium">
        <Money {...captured} />
      </span>
      {/* One line whatever it says: as high as what stands in for it, so that the list below stays where it is. */}
      <span className="text-sm text-soft md:whitespace-nowrap">
        {others.length === 0 ? "Nothing refunded" : others.map(({ text, amount }, at) => (
          <span key={text}>
            {at === 0 ? null : " · "}
            <Money {...amount} /> {text}
          </span>
        ))}
      </span>
    </>
  );
}

export function TotalsSkeleton() {
  return (
    <div aria-hidden className="flex gap-2">
      <Skeleton className="h-20.5 w-44" />
      <Skeleton className="h-20.5 w-44" />
    </div>
  );
}
