/** A JSON value whose numbers keep their text: `1.000000` and 9007199254740993 stay what they are. */
export type LexicalJson =
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly text: "true" | "false" }
  | { readonly kind: "null" }
  | { readonly kind: "array"; readonly items: LexicalJson[] }
  | { readonly kind: "object"; readonly members: Map<string, LexicalJson> };

export type LexicalParse =
  | {
      readonly ok: true;
      readonly value: LexicalJson;
      /** JSON pointers of members that stand more than once in their object, the first 16; the last value counts. */
      readonly duplicates: readonly string[];
    }
  | { readonly ok: false; /** Where reading stopped, in UTF-16 units. */ readonly at: number };

interface Frame {
  readonly container: Extract<LexicalJson, { kind: "array" | "object" }>;
  /** The member whose value comes next, in objects. */
  key: string;
}

const nullValue: LexicalJson = { kind: "null" };
const trueValue: LexicalJson = { kind: "boolean", text: "true" };
const falseValue: LexicalJson = { kind: "boolean", text: "false" };
const maxDuplicates = 16;
const maxPointerDepth = 32;

/** Parses by RFC 8259. Iterative: neither depth nor the number of members can exhaust the stack. */
export function parseLexicalJson(text: string): LexicalParse {
  return new Parser(text).parse();
}

class Parser {
  private readonly text: string;
  private at = 0;
  private readonly stack: Frame[] = [];
  private readonly duplicates: string[] = [];
  private readonly numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

  constructor(text: string) {
    this.text = text;
  }

  parse(): LexicalParse {
    for (;;) {
      let value = this.readValueStart();
      if (value === null) return this.failure();
      // A container that was just opened is on the stack and goes on with its first member or item.
      if (value === "opened") continue;
      for (;;) {
        const frame = this.stack.at(-1);
        if (frame === undefined) return this.end(value);
        this.add(frame, value);
        const next = this.readAfterValue(frame);
        if (next === "malformed") return this.failure();
        if (next === "more") break;
        this.stack.pop();
        value = frame.container;
      }
    }
  }

  private failure(): LexicalParse {
    return { ok: false, at: this.at };
  }

  private end(value: LexicalJson): LexicalParse {
    this.skipBlanks();
    return this.at === this.text.length ? { ok: true, value, duplicates: this.duplicates } : this.failure();
  }

  private skipBlanks(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.at += 1;
    }
  }

  private readValueStart(): LexicalJson | "opened" | null {
    const code = this.skipBlanks();
    switch (code) {
      case 0x22: {
        const text = this.readString();
        return text === null ? null : { kind: "string", text };
      }
      case 0x7b:
        return this.openObject();
      case 0x5b:
        return this.openArray();
      case 0x74:
        return this.readWord("true", trueValue);
      case 0x66:
        return this.readWord("false", falseValue);
      case 0x6e:
        return this.readWord("null", nullValue);
      default:
        return this.readNumber();
    }
  }

  private openObject(): LexicalJson | "opened" | null {
    this.at += 1;
    const container: LexicalJson = { kind: "object", members: new Map() };
    if (this.skipBlanks() === 0x7d) {
      this.at += 1;
      return container;
    }
    const frame = { container, key: "" };
    if (!this.readKey(frame)) return null;
    this.stack.push(frame);
    return "opened";
  }

  private openArray(): LexicalJson | "opened" {
    this.at += 1;
    const container: LexicalJson = { kind: "array", items: [] };
    if (this.skipBlanks() === 0x5d) {
      this.at += 1;
      return container;
    }
    this.stack.push({ container, key: "" });
    return "opened";
  }

  private readKey(frame: Frame): boolean {
    if (this.skipBlanks() !== 0x22) return false;
    const key = this.readString();
    if (key === null || this.skipBlanks() !== 0x3a) return false;
    this.at += 1;
    frame.key = key;
    return true;
  }

  private add(frame: Frame, value: LexicalJson): void {
    if (frame.container.kind === "array") {
      frame.container.items.push(value);
      return;
    }
    const { members } = frame.container;
    if (members.has(frame.key) && this.duplicates.length < maxDuplicates) this.duplicates.push(this.pointer());
    members.set(frame.key, value);
  }

  private pointer(): string {
    const inner = this.stack.slice(-maxPointerDepth);
    const parts = inner.map(({ container, key }) =>
      container.kind === "array" ? String(container.items.length) : key.replaceAll("~", "~0").replaceAll("/", "~1"),
    );
    return `${inner.length < this.stack.length ? "…" : ""}/${parts.join("/")}`;
  }

  private readAfterValue(frame: Frame): "more" | "closed" | "malformed" {
    const code = this.skipBlanks();
    const isObject = frame.container.kind === "object";
    if (code === 0x2c) {
      this.at += 1;
      return !isObject || this.readKey(frame) ? "more" : "malformed";
    }
    if (code !== (isObject ? 0x7d : 0x5d)) return "malformed";
    this.at += 1;
    return "closed";
  }

  private readString(): string | null {
    const start = this.at;
    let escaped = false;
    for (let at = start + 1; ; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22) {
        this.at = at + 1;
        return escaped ? decodeEscapes(this.text.slice(start, at + 1)) : this.text.slice(start + 1, at);
      }
      // NaN (the end of the text) fails this comparison too.
      if (!(code >= 0x20)) {
        this.at = at;
        return null;
      }
      if (code === 0x5c) {
        escaped = true;
        at += 1;
      }
    }
  }

  private readWord(word: string, value: LexicalJson): LexicalJson | null {
    if (!this.text.startsWith(word, this.at)) return null;
    this.at += word.length;
    return value;
  }

  private readNumber(): LexicalJson | null {
    this.numberPattern.lastIndex = this.at;
    const lexeme = this.numberPattern.exec(this.text)?.[0];
    if (lexeme === undefined) return null;
    this.at += lexeme.length;
    return { kind: "number", text: lexeme };
  }
}

/** The value of a quoted string; `null` where an escape in it is not one of RFC 8259 §7. */
function decodeEscapes(quoted: string): string | null {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
