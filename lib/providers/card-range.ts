/** [first six digits from, to, brand]: ISO/IEC 7812 ranges as the schemes publish them. */
const ranges: readonly (readonly [number, number, string])[] = [
  [400_000, 499_999, "visa"],
  [510_000, 559_999, "mastercard"],
  [222_100, 272_099, "mastercard"],
  [340_000, 349_999, "amex"],
  [370_000, 379_999, "amex"],
  [300_000, 305_999, "diners"],
  [309_500, 309_599, "diners"],
  [360_000, 369_999, "diners"],
  [380_000, 399_999, "diners"],
  [352_800, 358_999, "jcb"],
  [601_100, 601_199, "discover"],
  [644_000, 659_999, "discover"],
  [620_000, 629_999, "unionpay"],
  [810_000, 817_199, "unionpay"],
  [501_800, 501_899, "maestro"],
  [502_000, 502_099, "maestro"],
  [503_800, 503_899, "maestro"],
  [589_300, 589_399, "maestro"],
  [630_400, 630_499, "maestro"],
  [675_900, 676_399, "maestro"],
];

/** The brand of a card by the first six digits of its number; `null` where no scheme is known to have them. */
export function brandOfRange(bin: string | null): string | null {
  if (bin === null) return null;
  const prefix = Number(bin);
  return ranges.find(([first, last]) => prefix >= first && prefix <= last)?.[2] ?? null;
}
