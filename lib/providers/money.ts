import type { Money } from "./fact.ts";

// Eighteen digits always fit PostgreSQL's bigint, and a hostile lexeme of a megabyte is never turned into a number.
const integer = /^-?\d{1,18}$/;
const decimal = /^(-?)(\d{1,18})(?:\.(\d{1,18}))?$/;
const currencyCode = /^[A-Za-z]{3}$/;

/** Minor units as an integer's text. `null` when the text or the currency is not exact. */
export function moneyFromMinor(text: string | null, currency: string | null, exponentOf: (currency: string) => number): Money | null {
  const code = readCurrency(currency);
  if (text === null || code === null || !integer.test(text)) return null;
  return { amountMinor: BigInt(text), currency: code, exponent: exponentOf(code) };
}

/** Major units as a decimal's text, "25.9" being 2590 cents. `null` when it has more digits than the currency. */
export function moneyFromMajor(text: string | null, currency: string | null, exponentOf: (currency: string) => number): Money | null {
  const code = readCurrency(currency);
  const match = text === null ? null : decimal.exec(text);
  if (code === null || match === null) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  const exponent = exponentOf(code);
  if (fraction.length > exponent) return null;
  const digits = `${whole}${fraction.padEnd(exponent, "0")}`;
  if (digits.length > 18) return null;
  return { amountMinor: BigInt(`${sign}${digits}`), currency: code, exponent };
}

function readCurrency(currency: string | null): string | null {
  return currency !== null && currencyCode.test(currency) ? currency.toUpperCase() : null;
}
