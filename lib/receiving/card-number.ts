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

/** The longest run of whole groups from here on that is a card number. */
export function longestCard(groups: readonly DigitGroup[], from: number): FoundCard | null {
  let taken: readonly Digit[] = [];
  let isLoose = false;
  let found: FoundCard | null = null;
  for (let to = from; to < groups.length; to += 1) {
    const group = groups[to];
    if (group === undefined || taken.length + group.digits.length > longestCardLength) break;
    taken = [...taken, ...group.digits];
    isLoose ||= to > from && group.isLoose;
    if (isCardNumber(taken) && (!isLoose || printedAsOnCard(groups.slice(from, to + 1)))) found = { digits: taken, lastGroup: to };
  }
  return found;
}

/** 4-4-4-4, with up to three more, or 4-6-4 and 4-6-5: versions, addresses and decimal fractions never look like this. */
function printedAsOnCard(groups: readonly DigitGroup[]): boolean {
  return /^(?:4-4-4-[1-4]|4-4-4-4-[1-3]|4-6-[45])$/.test(groups.map(({ digits }) => digits.length).join("-"));
}

function isCardNumber(digits: readonly Digit[]): boolean {
  if (digits.length < shortestCard || digits.length > longestCardLength || !inIssuerRange(digits)) return false;
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const value = digits[digits.length - 1 - fromRight]?.value ?? 0;
    const doubled = fromRight % 2 === 1 ? value * 2 : value;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
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

function inIssuerRange(digits: readonly Digit[]): boolean {
  let prefix = 0;
  for (let i = 0; i < 6; i += 1) prefix = prefix * 10 + (digits[i]?.value ?? 0);
  return issuerRanges.some(([from, to, shortest, longest]) => prefix >= from && prefix <= to && digits.length >= shortest && digits.length <= longest);
}
