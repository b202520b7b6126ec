import { formatMinor } from "./money-format.ts";

/** An amount as people write it, in its currency's own exponent. */
export function Money({ amountMinor, currency, exponent }: { readonly amountMinor: bigint | string; readonly currency: string; readonly exponent: number }) {
  return (
    <span className="tabular whitespace-nowrap">
      {formatMinor(amountMinor, exponent)} {currency}
    </span>
  );
}
