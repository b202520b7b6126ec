/** A narrow space that does not break. */
const groupGap = "\u202f";

/**
 * `25.99` from 2599 with exponent 2, by text alone so that no amount is ever rounded.
 * `amountMinor`: a whole number of minor units, as text or bigint.
 */
export function formatMinor(amountMinor: bigint | string, exponent: number): string {
  const text = String(amountMinor);
  const negative = text.startsWith("-");
  const digits = (negative ? text.slice(1) : text).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+(?!\d))/g, groupGap);
  const rest = exponent === 0 ? "" : `.${digits.slice(-exponent)}`;
  return `${negative ? "−" : ""}${whole}${rest}`;
}

/** `1 234`: whole numbers with thin groups, for counts. */
export function formatCount(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, groupGap);
}

/** `2599` from `25.99` (or `25,99`, `1 025.9`) with exponent 2; `null` where that is no amount in this currency. */
export function minorFromText(text: string, exponent: number): string | null {
  const match = /^(\d{1,15})(?:[.,](\d*))?$/.exec(text.replaceAll(/[\s\u202f']/g, ""));
  const [, whole = "", fraction = ""] = match ?? [];
  if (match === null || fraction.length > exponent) return null;
  return String(BigInt(`${whole}${fraction.padEnd(exponent, "0")}`));
}

/** `25.99` from `2599`, to be edited; empty where it is no amount. */
export function textFromMinor(minor: string, exponent: number): string {
  if (!/^\d{1,18}$/.test(minor)) return "";
  const digits = minor.padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
