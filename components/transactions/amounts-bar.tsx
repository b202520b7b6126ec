import type { Money as MoneyValue } from "#lib/providers/fact";
import { classNames } from "../ui/class-names.ts";
import { Money } from "../ui/money.tsx";
import { amountShares, type AmountShare } from "./amount-shares.ts";

const looks: Record<AmountShare["name"], { readonly text: string; readonly bar: string }> = {
  authorized: { text: "Authorized", bar: "bg-edge" },
  captured: { text: "Captured", bar: "bg-good" },
  refunded: { text: "Refunded", bar: "bg-accent-solid" },
  disputed: { text: "Disputed", bar: "bg-bad-solid" },
};

/** What was authorized, captured, refunded and disputed, each as long as its share; the words beside say the same. */
export function AmountsBar({ amounts, fees }: { readonly amounts: Readonly<Record<AmountShare["name"], MoneyValue | null>>; readonly fees: MoneyValue | null }) {
  return (
    <dl className="flex flex-col gap-2.5 rounded-md border p-4">
      {amountShares(amounts).map((share) => (
        <Line key={share.name} share={share} />
      ))}
      {fees === null ? null : (
        <div className="flex items-baseline justify-between gap-4 border-t pt-2.5">
          <dt className="text-sm text-soft">Fees of the provider</dt>
          <dd>
            <Money {...fees} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Line({ share: { name, amount, percent } }: { readonly share: AmountShare }) {
  const { text, bar } = looks[name];
  const isNone = amount === null || amount.amountMinor === 0n;
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)_auto] items-center gap-x-4 max-md:grid-cols-[1fr_auto] max-md:gap-y-1">
      <dt className="text-sm text-soft">{text}</dt>
      <dd aria-hidden className="h-2.5 overflow-hidden rounded-sm bg-hover max-md:order-last max-md:col-span-2">
        {percent === null || percent === 0 ? null : <div className={classNames("h-full min-w-1 rounded-sm", bar)} style={{ width: `${String(percent)}%` }} />}
      </dd>
      <dd className={classNames("min-w-28 text-right", isNone ? "text-soft" : "font-medium")}>{amount === null ? "–" : <Money {...amount} />}</dd>
    </div>
  );
}
