import { DigitRun, longestCard, longestCardLength, shortestCard } from "#lib/platform/card-number";
import { isSecurityCode } from "./security-code-members.ts";
import { narrowUtf16, type Utf16Order, utf16Order } from "./utf16-body.ts";

/** A body in which card numbers and security codes were overwritten, or the same bytes when there were none. */
export interface MaskedBody {
  readonly body: Uint8Array;
  readonly masked: boolean;
}

const quote = 0x22;
const percent = 0x25;
const ampersand = 0x26;
const star = 0x2a;
const plus = 0x2b;
const zero = 0x30;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;
const backslash = 0x5c;
const noBreakSpace = 0xa0;
/** First byte of UTF-8's no-break space. */
const leadOfTwo = 0xc2;

/**
 * Overwrites card numbers (issuer range and Luhn digit; the first six and last four stay) and security codes
 * in place, so that lengths and everything around them stay as received: `*` in strings, `0` in bare numbers.
 * Members named in `unmaskedMembers` hold references, amounts or times and are left alone. Reads JSON, forms, XML and
 * plain text, in UTF-8 or UTF-16.
 */
export function maskCards(body: Uint8Array, unmaskedMembers: ReadonlySet<string>): MaskedBody {
  const order = utf16Order(body);
  if (order === null) return maskBytes(body, unmaskedMembers);
  // A zero in front makes no UTF-16 of what follows: both readings are looked at.
  const letters = maskUtf16(body, order, unmaskedMembers);
  const bytes = maskBytes(letters.body, unmaskedMembers);
  return { body: bytes.body, masked: letters.masked || bytes.masked };
}

function maskBytes(body: Uint8Array, unmaskedMembers: ReadonlySet<string>): MaskedBody {
  const scan = new BodyScan(body, unmaskedMembers);
  scan.scan();
  return { body: scan.output ?? body, masked: scan.output !== null };
}

function maskUtf16(body: Uint8Array, order: Utf16Order, unmaskedMembers: ReadonlySet<string>): MaskedBody {
  const units = narrowUtf16(body, order);
  const letters = maskBytes(units, unmaskedMembers);
  if (!letters.masked) return { body, masked: false };
  const masked = Uint8Array.from(body);
  for (const [at, byte] of letters.body.entries()) if (byte !== units[at]) masked[at * 2 + order.lowByte] = byte;
  return { body: masked, masked: true };
}

/** Of a longer name only the end is read: half a megabyte of name before a hundred thousand numbers must cost no more than they do. */
const longestNameBytes = 100;

/** 1 for what a JSON string can hold without a digit's being near: all but digits, quotes and backslashes. */
const meansNothing = Uint8Array.from({ length: 256 }, (_, byte) => Number((byte < 0x30 || byte > 0x39) && byte !== quote && byte !== backslash));

/** 1 for what may stand between digits of one number, or begin it. */
const mayGoOn = Uint8Array.from({ length: 256 }, (_, byte) => Number([0x20, plus, 0x2d, 0x2e, 0x5f, noBreakSpace, leadOfTwo, percent, backslash].includes(byte)));

function endOfDigits(body: Uint8Array, from: number): number {
  let at = from;
  while (at < body.length && meansNothing[body[at] ?? 0] === 0 && body[at] !== quote && body[at] !== backslash) at += 1;
  return at;
}

/** So many digits, and no more, are neither a card number nor a security code. */
function saysNothing(digits: number): boolean {
  return digits < 3 || (digits > 4 && digits < shortestCard) || digits > longestCardLength;
}

/** One pass over the bytes, with just enough of JSON and of forms to know strings, member names and bare numbers. */
class BodyScan {
  output: Uint8Array | null = null;
  private readonly body: Uint8Array;
  private readonly unmaskedMembers: ReadonlySet<string>;
  /** Other bodies are forms or texts, in which percent signs begin escapes and digits take stars. */
  private readonly isJson: boolean;
  private inString = false;
  private stringStart = 0;
  private lastString: readonly [start: number, end: number] | null = null;
  private member: readonly [start: number, end: number] | null = null;
  /** Where the name of a form's next field or of an element begins. */
  private wordStart = 0;
  /** Groups of digits parted by single marks: what may be one card number as people write it. */
  private readonly run = new DigitRun();
  /** What parted the digits so far from those that may come. */
  private separator: "none" | "usual" | "loose" = "none";
  private valueStart = -1;

  constructor(body: Uint8Array, unmaskedMembers: ReadonlySet<string>) {
    this.body = body;
    this.unmaskedMembers = unmaskedMembers;
    this.isJson = looksLikeJson(body);
  }

  scan(): void {
    const { body } = this;
    for (let at = 0; at < body.length; ) {
      // Most of a body is letters of strings, which mean nothing here.
      if (this.inString && this.isJson && this.run.groupCount === 0) {
        while (at < body.length && meansNothing[body[at] ?? 0] === 1) at += 1;
        if (at === body.length) break;
      }
      const byte = body[at] ?? 0;
      if (byte >= 0x30 && byte <= 0x39) {
        const end = this.run.groupCount === 0 ? endOfDigits(body, at) : at;
        if (end > at && saysNothing(end - at) && mayGoOn[body[end] ?? 0] === 0) {
          at = end;
          continue;
        }
        this.digit(byte - zero, at, 1);
        at += 1;
      } else if (byte === backslash && this.inString) at += this.escape(at);
      else if (byte === percent) at += this.percentSign(at);
      else {
        if (byte === quote) this.quote(at, 1);
        else if (byte === leadOfTwo && body[at + 1] === noBreakSpace) this.other(noBreakSpace, at++);
        else this.other(byte, at);
        at += 1;
      }
    }
    this.endRun();
  }

  private digit(value: number, at: number, width: number): void {
    if (this.run.groupCount === 0 || this.separator !== "none") this.run.beginGroup(this.separator === "loose");
    this.run.add(value, at, width);
    this.separator = "none";
  }

  private escape(at: number): number {
    const next = this.body[at + 1];
    if (next !== 0x75) {
      this.endRun();
      return 2;
    }
    const code = hex(this.body, at + 2, 4);
    if (code >= 0x30 && code <= 0x39) this.digit(code - zero, at, 6);
    else this.other(code, at);
    return 6;
  }

  /** In a form an escape is what it stands for. In JSON a percent sign stands for itself, but `%20` may part digits. */
  private percentSign(at: number): number {
    const code = hex(this.body, at + 1, 2);
    const isSpace = code === 0x20 || code === noBreakSpace || code === leadOfTwo;
    if (code < 0 || (this.isJson && !isSpace)) {
      this.other(percent, at);
      return 1;
    }
    if (code === leadOfTwo && this.body[at + 3] === percent && hex(this.body, at + 4, 2) === noBreakSpace) {
      this.other(noBreakSpace, at);
      return 6;
    }
    if (code >= 0x30 && code <= 0x39) this.digit(code - zero, at, 3);
    else if (code === quote) this.quote(at, 3);
    else this.other(code, at, 3);
    return 3;
  }

  private quote(at: number, width: number): void {
    if (this.inString) {
      this.endRun(at);
      this.lastString = [this.stringStart, at];
      this.inString = false;
    } else {
      this.endRun();
      this.inString = true;
      this.stringStart = at + width;
      this.valueStart = at + width;
    }
  }

  private other(code: number, at: number, width = 1): void {
    if (this.run.groupCount > 0) {
      if (this.separator === "none") this.separator = this.separates(code);
      else this.separator = "none";
      if (this.separator !== "none") {
        if (!this.isJson && isJsonBlank(code)) this.wordStart = at + width;
        return;
      }
      this.endRun();
    }
    if (!this.isJson) this.textMark(code, at, width);
    if (this.inString) return;
    if (code === 0x3a) {
      this.member = this.lastString;
      this.valueStart = at + width;
    }
    // What follows an object in a list does not belong to that object's last member.
    if (code === 0x7d) this.member = null;
    // Some serialisers write a blank before the colon: the name still belongs to what follows.
    if (!isJsonBlank(code)) this.lastString = null;
  }

  /** Outside of strings good JSON has no digits parted by these, but a form or XML may. */
  private separates(code: number): "none" | "usual" | "loose" {
    if (code === 0x20 || code === 0x2d || (code === plus && !this.inString)) return "usual";
    return code === 0x2e || code === 0x5f || code === noBreakSpace ? "loose" : "none";
  }

  /** Names of a form's fields and of elements, as `member` is for JSON. */
  private textMark(code: number, at: number, width: number): void {
    const isEscaped = width > 1;
    if (code === ampersand && !isEscaped) {
      this.inString = false;
      this.member = null;
      this.wordStart = at + 1;
    } else if (this.inString || isEscaped) return;
    else if (code === lessThan || isJsonBlank(code)) this.wordStart = at + 1;
    else if (code === equals || code === greaterThan) {
      this.member = [this.wordStart, at];
      this.valueStart = at + 1;
    }
  }

  /** Looks at the digits gathered so far; `stringEnd` when they reach the end of a string. */
  private endRun(stringEnd?: number): void {
    const { run } = this;
    if (run.groupCount === 0) return;
    this.separator = "none";
    const length = run.digitCount;
    if (length >= shortestCard) this.maskCardsIn(run);
    else if (length === 3 || length === 4) this.maskSecurityCode(run, stringEnd);
    run.clear();
  }

  /** Several numbers may stand side by side: after one that was found the search goes on behind it. */
  private maskCardsIn(run: DigitRun): void {
    if (this.isUnmaskedMember()) return;
    for (let from = 0; from < run.groupCount; from += 1) {
      const found = longestCard(run, from);
      if (found === null) continue;
      this.overwrite(run, found.first + 6, found.end - 4);
      from = found.lastGroup;
    }
  }

  private maskSecurityCode(run: DigitRun, stringEnd: number | undefined): void {
    if (this.member === null) return;
    const isAtStart = run.placeOf(0) === this.valueStart;
    if (this.inString ? !isAtStart || stringEnd === undefined : !this.isJson && !isAtStart) return;
    const [start, end] = this.member;
    if (isSecurityCode(latin1(this.body, Math.max(start, end - longestNameBytes), end))) this.overwrite(run, 0, run.digitCount);
  }

  private isUnmaskedMember(): boolean {
    if (this.member === null) return false;
    const [start, end] = this.member;
    return end - start <= longestNameBytes && this.unmaskedMembers.has(latin1(this.body, start, end));
  }

  private overwrite(run: DigitRun, from: number, to: number): void {
    this.output ??= Uint8Array.from(this.body);
    for (let digit = from; digit < to; digit += 1) {
      const at = run.placeOf(digit);
      const bytes = run.widthOf(digit);
      if (bytes === 1) this.output[at] = this.inString || !this.isJson ? star : zero + Number(this.startsNumber(at));
      else if (bytes === 3) this.output.set([percent, 0x32, 0x41], at);
      else this.output.set([backslash, 0x75, 0x30, 0x30, 0x32, 0x61], at);
    }
  }

  /** A JSON number may not begin with 0 and go on: its first digit becomes 1. */
  private startsNumber(at: number): boolean {
    const before = this.body[at - 1] ?? 0;
    return before < 0x30 || before > 0x39;
  }
}

/** A bare digit outside strings is a JSON number only in a JSON body; a form or plain text takes stars. */
function looksLikeJson(body: Uint8Array): boolean {
  const first = body.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === 0x7b || first === 0x5b || first === quote;
}

function isJsonBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** The number that so many hexadecimal digits make; negative where they are none. */
function hex(body: Uint8Array, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at += 1) {
    const byte = body[at] ?? 0;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66 ? (byte | 0x20) - 0x57 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, Math.min(to, bytes.length) - from)).toString("latin1");
}
