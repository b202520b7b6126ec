import { utf8Bytes } from "./digest.ts";
import { decodeUtf8 } from "./utf8-text.ts";

/** A body as the sender may have signed it before something on the way changed it. */
export interface BodyVariant {
  readonly code: string;
  readonly sentence: string;
  readonly body: Uint8Array;
}

/** Parsing and writing a larger body in every layout takes too long for a page. */
const largestParsed = 128 * 1024;
const reserialised = "The signature fits the body in another layout: something between sender and here parsed the JSON and wrote it again";

/** The usual changes, undone. Only bodies that differ from the received one. */
export function bodyVariants(body: Uint8Array): readonly BodyVariant[] {
  const text = decodeUtf8(body);
  if (text === null) return [];
  const variants: (readonly [code: string, sentence: string, text: string])[] = [
    ["newline_removed", "The signature fits the body with a line end after it: the line end was lost on the way.", `${text}\n`],
    ["newline_added", "The signature fits the body without the line end after it: a line end was added on the way.", text.replace(/\r?\n$/, "")],
    ["line_ends_changed", "The signature fits the body with CRLF line ends: they were changed on the way.", text.replaceAll(/\r?\n/g, "\r\n")],
    ["line_ends_changed", "The signature fits the body with LF line ends: they were changed on the way.", text.replaceAll("\r\n", "\n")],
    ["byte_order_mark_added", "The signature fits the body without its byte order mark: it was added on the way.", text],
    ["byte_order_mark_removed", "The signature fits the body with a byte order mark before it: it was lost on the way.", `\ufeff${text}`],
    ["blanks_trimmed", "The signature fits the body without the blanks around it.", text.trim()],
    ...(body.length > largestParsed ? [] : layouts(text)).map((layout) => ["body_reserialised", `${reserialised}.`, layout] as const),
  ];
  const received = Buffer.from(body).toString("utf8");
  return variants.filter((variant) => variant[2] !== received).map(([code, sentence, changed]) => ({ code, sentence, body: utf8Bytes(changed) }));
}

/** The same JSON as the usual serialisers write it: compact, indented, as Python and as PHP do. */
function layouts(text: string): readonly string[] {
  const value = parse(text);
  if (value === undefined) return [];
  const compact = JSON.stringify(value);
  const ascii = escapeNonAscii(compact);
  const spaced = spaceOut(compact);
  return [compact, JSON.stringify(value, null, 2), JSON.stringify(value, null, 4), ascii, escapeNonAscii(compact.replaceAll("/", "\\/")), compact.replaceAll("/", "\\/"), spaced, escapeNonAscii(spaced)];
}

/** `undefined` where the text is no JSON, or nests so deeply that it cannot be written again. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    JSON.stringify(value);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function escapeNonAscii(json: string): string {
  return json.replaceAll(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A blank after every comma and colon outside of strings. */
function spaceOut(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|[,:]/g, (token) => (token === "," || token === ":" ? `${token} ` : token));
}
