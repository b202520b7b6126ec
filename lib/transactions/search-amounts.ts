export interface SearchedAmounts {
  /** Minor units by exponent: the same text is another number of minor units in euros than in yen. */
  readonly amounts: readonly { readonly amountMinor: bigint; readonly exponent: number }[];
  /** `null` where the text names none. */
  readonly currency: string | null;
}

const amountText = /^(?:([A-Za-z]{3})\s*)?(\d{1,16})(?:[.,](\d{1,4}))?(?:\s*([A-Za-z]{3}))?$/;
const exponents = [0, 2, 3, 4];

/** The amounts that a person may mean by `25.99`, `25,99`, `25.99 EUR`, `EUR 25.99` or `2500 JPY`; none where the text is no amount. */
export function searchAmounts(text: string): SearchedAmounts {
  const match = amountText.exec(text);
  if (match === null) return { amounts: [], currency: null };
  const [, before, whole = "", fraction = "", behind] = match;
  if (before !== undefined && behind !== undefined) return { amounts: [], currency: null };
  // Zeros at the end say nothing: 25.00 is also 25 yen.
  const needed = fraction.replace(/0+$/, "").length;
  const amounts = exponents
    .filter((exponent) => exponent >= needed && whole.length + exponent <= 18)
    .map((exponent) => ({ exponent, amountMinor: BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, "0")) }));
  return { amounts, currency: (before ?? behind)?.toUpperCase() ?? null };
}
