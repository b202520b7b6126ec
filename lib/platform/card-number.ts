export const shortestCard = 12;
export const longestCardLength = 19;

const firstRoom = 64;

/**
 * Digits that stand together in groups, each with where its bytes are. A body can hold a million of them: they are kept in
 * lists of bare numbers, since an object for each would cost more than all that is done with them.
 */
export class DigitRun {
  digitCount = 0;
  groupCount = 0;
  private digits = new Uint8Array(firstRoom);
  private places = new Int32Array(firstRoom);
  private widths = new Uint8Array(firstRoom);
  private starts = new Int32Array(firstRoom);
  private loose = new Uint8Array(firstRoom);

  /** Makes it a run of no digits; the room that it has is kept. */
  clear(): void {
    this.digitCount = 0;
    this.groupCount = 0;
  }

  /** The digits that come belong to another group than those before. `isLoose`: parted from it by a full stop, an underscore or another mark that parts numbers for many reasons. */
  beginGroup(isLoose: boolean): void {
    if (this.groupCount === this.starts.length) [this.starts, this.loose] = [withRoom(new Int32Array(this.groupCount * 2), this.starts), withRoom(new Uint8Array(this.groupCount * 2), this.loose)];
    this.starts[this.groupCount] = this.digitCount;
    this.loose[this.groupCount] = Number(isLoose);
    this.groupCount += 1;
  }

  /** `width`: of its bytes: 1, or the length of an escape: 6 for JSON's `\u0034`, 3 for a form's `%34`. */
  add(digit: number, place: number, width = 1): void {
    const at = this.digitCount;
    if (at === this.digits.length) {
      this.digits = withRoom(new Uint8Array(at * 2), this.digits);
      this.places = withRoom(new Int32Array(at * 2), this.places);
      this.widths = withRoom(new Uint8Array(at * 2), this.widths);
    }
    this.digits[at] = digit;
    this.places[at] = place;
    this.widths[at] = width;
    this.digitCount = at + 1;
  }

  digitAt(index: number): number {
    return this.digits[index] ?? 0;
  }

  placeOf(index: number): number {
    return this.places[index] ?? 0;
  }

  widthOf(index: number): number {
    return this.widths[index] ?? 0;
  }

  /** Which digit begins a group; behind the last one, how many digits there are. */
  startOf(group: number): number {
    return group < this.groupCount ? (this.starts[group] ?? 0) : this.digitCount;
  }

  isLoose(group: number): boolean {
    return this.loose[group] === 1;
  }
}

function withRoom<List extends Uint8Array | Int32Array>(room: List, old: List): List {
  room.set(old);
  return room;
}

/** Its digits are those from `first` up to and without `end`. */
export interface FoundCard {
  readonly first: number;
  readonly end: number;
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
export function longestCard(run: DigitRun, from: number): FoundCard | null {
  const first = run.startOf(from);
  let even = 0;
  let odd = 0;
  let at = first;
  let prefix = -1;
  let isLoose = false;
  let found: FoundCard | null = null;
  for (let to = from; to < run.groupCount; to += 1) {
    const end = run.startOf(to + 1);
    if (end - first > longestCardLength) break;
    isLoose ||= to > from && run.isLoose(to);
    if (isLoose && (to - from >= mostLooseGroups || run.startOf(from + 1) - first !== firstLooseGroup)) break;
    // Every other digit counts twice, seen from the right: one sum is that of numbers of even length, the other of odd.
    for (; at < end; at += 1) {
      const value = run.digitAt(at);
      const doubled = value > 4 ? value * 2 - 9 : value * 2;
      const isFirstOfPair = (at - first) % 2 === 0;
      even += isFirstOfPair ? doubled : value;
      odd += isFirstOfPair ? value : doubled;
    }
    const length = end - first;
    if (prefix === -1 && length >= prefixLength) {
      prefix = prefixAt(run, first);
      if (!isIssuer(prefix, null)) return null;
    }
    if (length < shortestCard || (length % 2 === 0 ? even : odd) % 10 !== 0) continue;
    if (isIssuer(prefix, length) && (!isLoose || printedAsOnCard(run, from, to))) found = { first, end, lastGroup: to };
  }
  return found;
}

/** 4-4-4-4, with up to three more, or 4-6-4 and 4-6-5: versions, addresses and decimal fractions never look like this. */
function printedAsOnCard(run: DigitRun, from: number, to: number): boolean {
  const lengths = Array.from({ length: to - from + 1 }, (_, index) => run.startOf(from + index + 1) - run.startOf(from + index));
  return /^(?:4-4-4-[1-4]|4-4-4-4-[1-3]|4-6-[45])$/.test(lengths.join("-"));
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

type IssuerRange = (typeof issuerRanges)[number];

/** The ranges that each pair of first digits can be of. */
const rangesOfPair: readonly (readonly IssuerRange[])[] = Array.from({ length: 100 }, (_, pair) => issuerRanges.filter(([first, last]) => Math.floor(first / 10_000) <= pair && pair <= Math.floor(last / 10_000)));

/** Whether some issuer has numbers that begin so, of this length if one is given. Asked half a million times of a body: it makes nothing new. */
function isIssuer(prefix: number, length: number | null): boolean {
  for (const range of rangesOfPair[Math.floor(prefix / 10_000)] ?? []) {
    if (prefix >= range[0] && prefix <= range[1] && (length === null || (length >= range[2] && length <= range[3]))) return true;
  }
  return false;
}

function prefixAt(run: DigitRun, first: number): number {
  let number = 0;
  for (let at = first; at < first + prefixLength; at += 1) number = number * 10 + run.digitAt(at);
  return number;
}
