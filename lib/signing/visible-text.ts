import { asBuffer } from "./digest.ts";

const maxBytes = 4096;
const names: ReadonlyMap<string, string> = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"], ["\\", "\\\\"]]);

/** Bytes as a text in which nothing hides: line ends, blanks at the ends and bytes that are not UTF-8 are spelled out. At most 4 KiB. */
export function visibleText(bytes: Uint8Array): string {
  const text = asBuffer(bytes.subarray(0, maxBytes)).toString("utf8");
  // Characters that could be cut or replaced at the limit are dropped before the marks make the text longer.
  const shown = visible(text).slice(0, maxBytes);
  return bytes.length > maxBytes || shown.length === maxBytes ? `${shown.slice(0, maxBytes - 1)}…` : shown;
}

function visible(text: string): string {
  return text
    .replaceAll(/[\\\n\r\t]/g, (character) => names.get(character) ?? character)
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffd]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replaceAll(/^ +| +$/g, (blanks) => "␣".repeat(blanks.length));
}
