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
