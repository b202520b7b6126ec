/** A body in which card numbers and security codes were overwritten, or the same bytes when there were none. */
export interface MaskedBody {
  readonly body: Uint8Array;
  readonly masked: boolean;
}

/** One character of the body as a JSON reader sees it, and where its bytes stand. */
interface Digit {
  readonly at: number;
  /** 1, or 6 for a `\u0034` escape. */
  readonly bytes: number;
  readonly value: number;
}

const quote = 0x22;
const backslash = 0x5c;
const star = 0x2a;
const zero = 0x30;
const plus = 0x2b;
const shortestCard = 12;
const longestCardLength = 19;

const securityCodeMembers = new Set(["cvv", "cvc", "cvv2", "cvc2", "csc", "cvn", "cav2", "securitycode", "cardsecuritycode", "cardcvv", "cardcvc", "cvvcode", "cvccode"]);

/**
 * Overwrites card numbers (issuer range and Luhn digit; the first six and last four stay) and security codes
 * in place, so that lengths and everything around them stay as received: `*` in strings, `0` in bare numbers.
 * Members named in `unmaskedMembers` hold references, amounts or times and are left alone.
 */
export function maskCards(body: Uint8Array, unmaskedMembers: ReadonlySet<string>): MaskedBody {
  const scan = new BodyScan(body, unmaskedMembers);
  scan.run();
  return { body: scan.output ?? body, masked: scan.output !== null };
}

/** One pass over the bytes, with just enough of JSON to know strings, member names and bare numbers. */
class BodyScan {
  output: Uint8Array | null = null;
  private readonly body: Uint8Array;
  private readonly unmaskedMembers: ReadonlySet<string>;
  private inString = false;
  private stringStart = 0;
  private lastString: readonly [start: number, end: number] | null = null;
  private member: readonly [start: number, end: number] | null = null;
  /** Groups of digits parted by single blanks or hyphens: what may be one card number as people write it. */
  private groups: Digit[][] = [];
  private joinsNext = false;
  private valueStart = 0;

  constructor(body: Uint8Array, unmaskedMembers: ReadonlySet<string>) {
    this.body = body;
    this.unmaskedMembers = unmaskedMembers;
  }

  run(): void {
    const { body } = this;
    for (let at = 0; at < body.length; ) {
      const byte = body[at] ?? 0;
      if (byte >= 0x30 && byte <= 0x39) {
        this.digit({ at, bytes: 1, value: byte - zero });
        at += 1;
      } else if (byte === backslash && this.inString) {
        at += this.escape(at);
      } else {
        if (byte === quote) this.quote(at);
        else this.other(byte);
        at += 1;
      }
    }
    this.endRun();
  }

  private digit(digit: Digit): void {
    const last = this.groups.at(-1);
    if (last === undefined || this.joinsNext) this.groups.push([digit]);
    else last.push(digit);
    this.joinsNext = false;
  }

  private escape(at: number): number {
    const next = this.body[at + 1];
    if (next !== 0x75) {
      this.endRun();
      return 2;
    }
    const code = Number.parseInt(latin1(this.body, at + 2, at + 6), 16);
    if (code >= 0x30 && code <= 0x39) this.digit({ at, bytes: 6, value: code - zero });
    else this.other(Number.isNaN(code) ? 0 : code);
    return 6;
  }

  private quote(at: number): void {
    if (this.inString) {
      this.endRun(at);
      this.lastString = [this.stringStart, at];
      this.inString = false;
    } else {
      this.endRun();
      this.inString = true;
      this.stringStart = at + 1;
      this.valueStart = at + 1;
    }
  }

  private other(code: number): void {
    // Outside of strings good JSON has no digits parted by these, but a form or XML may.
    const separates = code === 0x20 || code === 0x2d || (code === plus && !this.inString);
    if (separates && this.groups.length > 0 && !this.joinsNext) {
      this.joinsNext = true;
      return;
    }
    this.endRun();
    if (this.inString) return;
    if (code === 0x3a) this.member = this.lastString;
    // What follows an object in a list does not belong to that object's last member.
    if (code === 0x7d) this.member = null;
    // Some serialisers write a blank before the colon: the name still belongs to what follows.
    if (!isJsonBlank(code)) this.lastString = null;
  }

  /** Looks at the digits gathered so far; `stringEnd` when they reach the end of a string. */
  private endRun(stringEnd?: number): void {
    if (this.groups.length === 0) return;
    const { groups } = this;
    this.groups = [];
    this.joinsNext = false;
    const length = groups.reduce((sum, group) => sum + group.length, 0);
    if (length >= shortestCard) this.maskCardsIn(groups);
    else if (length === 3 || length === 4) this.maskSecurityCode(groups.flat(), stringEnd);
  }

  /** Several numbers may stand side by side: after one that was found the search goes on behind it. */
  private maskCardsIn(groups: readonly (readonly Digit[])[]): void {
    if (this.isUnmaskedMember()) return;
    for (let from = 0; from < groups.length; from += 1) {
      const found = longestCard(groups, from);
      if (found === null) continue;
      this.overwrite(found.digits.slice(6, -4));
      from = found.lastGroup;
    }
  }

  private maskSecurityCode(digits: readonly Digit[], stringEnd: number | undefined): void {
    const first = digits[0];
    if (first === undefined || this.member === null) return;
    const wholeString = this.inString && first.at === this.valueStart && stringEnd !== undefined;
    if (this.inString && !wholeString) return;
    const name = latin1(this.body, ...this.member).toLowerCase().replaceAll(/[_\-.]/g, "");
    if (securityCodeMembers.has(name)) this.overwrite(digits);
  }

  private isUnmaskedMember(): boolean {
    return this.member !== null && this.unmaskedMembers.has(latin1(this.body, ...this.member));
  }

  private overwrite(digits: readonly Digit[]): void {
    this.output ??= Uint8Array.from(this.body);
    for (const { at, bytes } of digits) {
      if (bytes === 1) this.output[at] = this.inString || !this.looksLikeJson() ? star : zero + Number(this.startsNumber(at));
      else this.output.set([backslash, 0x75, 0x30, 0x30, 0x32, 0x61], at);
    }
  }

  /** A JSON number may not begin with 0 and go on: its first digit becomes 1. */
  private startsNumber(at: number): boolean {
    const before = this.body[at - 1] ?? 0;
    return before < 0x30 || before > 0x39;
  }

  /** A bare digit outside strings is a JSON number only in a JSON body; a form or plain text takes stars. */
  private looksLikeJson(): boolean {
    const first = this.body.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
    return first === 0x7b || first === 0x5b;
  }
}

/** The longest run of whole groups from here on that is a card number. */
function longestCard(groups: readonly (readonly Digit[])[], from: number): { readonly digits: readonly Digit[]; readonly lastGroup: number } | null {
  let taken: readonly Digit[] = [];
  let found: { readonly digits: readonly Digit[]; readonly lastGroup: number } | null = null;
  for (let to = from; to < groups.length; to += 1) {
    const group = groups[to] ?? [];
    if (taken.length + group.length > longestCardLength) break;
    taken = [...taken, ...group];
    if (isCardNumber(taken)) found = { digits: taken, lastGroup: to };
  }
  return found;
}

function isJsonBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
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

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, Math.min(to, bytes.length) - from)).toString("latin1");
}
