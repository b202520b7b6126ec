/** One character of a body as its reader sees it, and where its bytes stand. */
export interface Digit {
  readonly at: number;
  /** 1, or the length of an escape: 6 for JSON's `\u0034`, 3 for a form's `%34`. */
  readonly bytes: number;
  readonly value: number;
}

/** Digits that stand together, and what parts them from the group before. */
export interface DigitGroup {
  readonly digits: Digit[];
  /** By a full stop, an underscore or another mark that parts numbers for many reasons: only groups as on a card count then. */
  readonly isLoose: boolean;
}

export const shortestCard = 12;
export const longestCardLength = 19;

export interface FoundCard {
  readonly digits: readonly Digit[];
  readonly lastGroup: number;
}

/** As cards are printed: loose groups of another number or beginning are not looked at further. */
const mostLooseGroups = 5;
const firstLooseGroup = 4;
const prefixLength = 6;

/**
 * The longest run of whole groups from here on that is a card number. A body can hold half a million groups and this is
 * asked for each: Luhn's sum is carried along from digit to digit instead of being made anew for every length.
 */
export function longestCard(groups: readonly DigitGroup[], from: number): FoundCard | null {
  const taken: Digit[] = [];
  const luhn: [number, number] = [0, 0];
  let prefix = -1;
  let isLoose = false;
  let found: { readonly length: number; readonly lastGroup: number } | null = null;
  for (let to = from; to < groups.length; to += 1) {
    const group = groups[to];
    if (group === undefined || taken.length + group.digits.length > longestCardLength) break;
    isLoose ||= to > from && group.isLoose;
    if (isLoose && (to - from >= mostLooseGroups || groups[from]?.digits.length !== firstLooseGroup)) break;
    for (const digit of group.digits) {
      addToLuhn(luhn, taken.length, digit.value);
      taken.push(digit);
    }
    const { length } = taken;
    if (prefix === -1 && length >= prefixLength) {
      prefix = numberOf(taken, prefixLength);
      if (!issuerRanges.some(([first, last]) => prefix >= first && prefix <= last)) return null;
    }
    const isLuhn = length >= shortestCard && luhn[length % 2 === 0 ? 0 : 1] % 10 === 0;
    if (isLuhn && inIssuerRange(prefix, length) && (!isLoose || printedAsOnCard(groups.slice(from, to + 1)))) found = { length, lastGroup: to };
  }
  return found === null ? null : { digits: taken.slice(0, found.length), lastGroup: found.lastGroup };
}

/** Every other digit counts twice, seen from the right: the first sum is that of numbers of even length, the second of odd. */
function addToLuhn(luhn: [number, number], index: number, value: number): void {
  const doubled = value > 4 ? value * 2 - 9 : value * 2;
  luhn[0] += index % 2 === 0 ? doubled : value;
  luhn[1] += index % 2 === 0 ? value : doubled;
}

/** 4-4-4-4, with up to three more, or 4-6-4 and 4-6-5: versions, addresses and decimal fractions never look like this. */
function printedAsOnCard(groups: readonly DigitGroup[]): boolean {
  return /^(?:4-4-4-[1-4]|4-4-4-4-[1-3]|4-6-[45])$/.test(groups.map(({ digits }) => digits.length).join("-"));
}

/** [first six digits from, to, lengths from, to]; ISO/IEC 7812 ranges as the schemes publish them. */
const issuerRanges: readonly (readonly [number, number, number, number])[] = [
  [400000, 499999, 13, 19], // Visa
  [510000, 559999, 16, 16], // Mastercard
  [222100, 272099, 16, 16], // Mastercard
  [340000, 349999, 15, 15], // American Express
  [370000, 379999, 15, 15], // American Express
  [300000, 305999, 14, 19], // Diners Club
  [309500, 309599, 14, 19], // Diners Club
  [360000, 369999, 14, 19], // Diners Club
  [380000, 399999, 14, 19], // Diners Club
  [352800, 358999, 16, 19], // JCB
  [601100, 601199, 16, 19], // Discover
  [644000, 659999, 16, 19], // Discover, RuPay
  [620000, 629999, 16, 19], // UnionPay
  [810000, 817199, 16, 19], // UnionPay
  [220000, 220499, 16, 19], // Mir
  [501800, 501899, 12, 19], // Maestro
  [502000, 502099, 12, 19], // Maestro
  [503800, 503899, 12, 19], // Maestro
  [589300, 589399, 12, 19], // Maestro
  [630400, 630499, 12, 19], // Maestro
  [675900, 676399, 12, 19], // Maestro
  [508500, 508999, 16, 16], // RuPay
  [606985, 608499, 16, 16], // RuPay
  [979200, 979299, 16, 16], // Troy
];

function inIssuerRange(prefix: number, length: number): boolean {
  return issuerRanges.some(([first, last, shortest, longest]) => prefix >= first && prefix <= last && length >= shortest && length <= longest);
}

function numberOf(digits: readonly Digit[], count: number): number {
  let number = 0;
  for (let i = 0; i < count; i += 1) number = number * 10 + (digits[i]?.value ?? 0);
  return number;
}
