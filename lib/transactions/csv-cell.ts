/** What spreadsheets take for the beginning of a formula, full-width letters and what they skip before it included. */
const formula = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const quoted = /[",;\t\r\n]/;

/** A text as a cell of CSV (RFC 4180). One that a spreadsheet would run gets an apostrophe in front, which it then shows as text. */
export function textCell(text: string | null): string {
  if (text === null) return "";
  const safe = formula.test(text) ? `'${text}` : text;
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Digits stay a number, also below zero. */
export function numberCell(number: bigint | number | null): string {
  return number === null ? "" : String(number);
}

/** Minor units as a decimal number, exact: 2599 with two digits is `25.99`. */
export function decimalCell(amountMinor: bigint, exponent: number): string {
  if (exponent === 0) return String(amountMinor);
  const digits = String(amountMinor < 0n ? -amountMinor : amountMinor).padStart(exponent + 1, "0");
  return `${amountMinor < 0n ? "-" : ""}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
