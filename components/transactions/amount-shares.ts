import type { Money } from "#lib/providers/fact";

export interface AmountShare {
  readonly name: "authorized" | "captured" | "refunded" | "disputed";
  readonly amount: Money | null;
  /** Of the largest amount, 0 to 100; `null` where it is in another currency than the first and cannot be compared. */
  readonly percent: number | null;
}

const names = ["authorized", "captured", "refunded", "disputed"] as const;

/** How far each sum of a payment reaches beside the others. */
export function amountShares(amounts: Readonly<Record<AmountShare["name"], Money | null>>): readonly AmountShare[] {
  const unit = names.map((name) => amounts[name]).find((amount) => amount !== null && amount.amountMinor !== 0n)?.currency ?? null;
  const comparable = names.flatMap((name) => (amounts[name]?.currency === unit ? [amounts[name].amountMinor] : []));
  const most = comparable.reduce((largest, one) => (one > largest ? one : largest), 0n);
  return names.map((name) => {
    const amount = amounts[name];
    if (amount === null || amount.amountMinor <= 0n || most === 0n) return { name, amount, percent: 0 };
    // Tenths of a percent of exact minor units: a number cannot hold the amounts themselves.
    return { name, amount, percent: amount.currency === unit ? Number((amount.amountMinor * 1000n) / most) / 10 : null };
  });
}
