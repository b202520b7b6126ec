import { DigitRun, longestCard, shortestCard } from "./card-number.ts";

/** Digits with what people and copied pages put between them: blanks, dashes, full stops, strokes, marks of no width. */
const numberRun = new RegExp(String.raw`\d(?:(?:%20|[\s._/\-\u2010-\u2015\u2212\u00ad\u200b-\u200d\u2060]){0,3}\d){${String(shortestCard - 1)},}`, "g");
const usualGap = /^(?:%20|[\s\-\u2010-\u2015\u2212\u00ad\u200b-\u200d\u2060])*$/;
/** "cvv 123", "CVC: 123", "security code is 1234". */
const namedCode = /\b(?:cvv2?|cvc2?|csc|cvn|cav2|security code)\b\W{0,3}(?:is |was |no\.? )?(\d{3,4})(?!\d)/gi;

/**
 * A text that somebody typed with its card numbers overwritten (the first six and last four digits stay), and security
 * codes that are named as such: no note, name or label keeps what messages are not allowed to keep.
 */
export function maskCardText(text: string): string {
  return text.replaceAll(numberRun, maskRun).replaceAll(namedCode, (whole: string, code: string) => whole.slice(0, -code.length) + "*".repeat(code.length));
}

/** Whether a text holds one: for what must not be changed in silence, such as a filter. */
export function holdsCard(text: string): boolean {
  return maskCardText(text) !== text;
}

/** What is searched for exactly; a merchant's own numbers may look like a card's. */
const references = new Set(["reference", "customer"]);
export const cardInFilter = "holds what looks like a card number, which is never kept: search by the last four digits, or name the field that holds it (reference, customer)";

/** The members of a filter that somebody wants kept, and that hold a card number. */
export function membersWithCard(filter: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(filter).flatMap(([name, value]) => (typeof value === "string" && !references.has(name) && holdsCard(value) ? [name] : []));
}

function maskRun(run: string): string {
  const digits = digitsOf(run);
  const letters = Array.from(run);
  for (let from = 0; from < digits.groupCount; from += 1) {
    const found = longestCard(digits, from);
    if (found === null) continue;
    for (let digit = found.first + 6; digit < found.end - 4; digit += 1) letters[digits.placeOf(digit)] = "*";
    from = found.lastGroup;
  }
  return letters.join("");
}

function digitsOf(run: string): DigitRun {
  const found = new DigitRun();
  let end = 0;
  // The digits of an escape are none of the number's.
  for (const { 0: digits, index } of run.replaceAll("%20", "   ").matchAll(/\d+/g)) {
    found.beginGroup(end > 0 && !usualGap.test(run.slice(end, index)));
    for (const [at, digit] of Array.from(digits).entries()) found.add(Number(digit), index + at);
    end = index + digits.length;
  }
  return found;
}
