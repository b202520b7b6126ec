export type JsonTokenKind = "open_object" | "open_array" | "close" | "comma" | "colon" | "string" | "scalar";

/** A piece of JSON text: `text.slice(start, end)`; strings with their quotes. */
export interface JsonToken {
  readonly kind: JsonTokenKind;
  readonly start: number;
  readonly end: number;
}

const single: Readonly<Record<string, JsonTokenKind>> = { "{": "open_object", "[": "open_array", "}": "close", "]": "close", ",": "comma", ":": "colon" };

/**
 * The tokens of a text that may or may not be good JSON: broken text still comes apart into strings and the rest, so
 * that it can be masked. Linear in the length, whatever the depth.
 */
export function* jsonTokens(text: string): Generator<JsonToken, void, void> {
  let at = 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    if (letter <= " ") {
      at += 1;
      continue;
    }
    const kind = single[letter];
    const end = kind !== undefined ? at + 1 : letter === '"' ? stringEnd(text, at) : scalarEnd(text, at);
    yield { kind: kind ?? (letter === '"' ? "string" : "scalar"), start: at, end };
    at = end;
  }
}

/** The text between the quotes, escapes resolved where they are good. */
export function stringOf(text: string, { start, end }: JsonToken): string {
  const quoted = text.slice(start, end);
  if (!quoted.includes("\\")) return quoted.replace(/^"|"$/g, "");
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1);
  }
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at += 1;
  }
  return text.length;
}

function scalarEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const letter = text.charAt(at);
    if (letter <= " " || letter === '"' || single[letter] !== undefined) break;
    at += 1;
  }
  return at;
}
