import { isUtf8 } from "node:buffer";
import { utf16Order } from "#lib/receiving/utf16-body";

/** A body as letters. */
export interface ReadableBody {
  readonly text: string;
  readonly isUtf8: boolean;
  /** A text in the encoding of this body. */
  readonly write: (text: string) => Buffer;
}

/** What a byte of another alphabet and the backslash behind it are, nobody can tell: in some they are one letter. */
const doubtfulEscape = /[\x80-\xff]\\/;
/** In UTF-16 a zero stands beside each of these: so many together are a text of their own. */
const plainRun = /[\x20-\x7e]{8}/;

/**
 * UTF-8, UTF-16, or any alphabet that shares ASCII, read as Latin-1, where every byte is a letter. `null` for everything in
 * which we could take a string's end for something else, and so would show what should be masked.
 */
export function readableBody(body: Uint8Array): ReadableBody | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const order = utf16Order(bytes);
  if (order !== null) {
    const inOrder = (raw: Buffer): Buffer => (order.lowByte === 0 ? raw : Buffer.from(raw).swap16());
    return bytes.length % 2 === 1 || plainRun.test(bytes.toString("latin1")) ? null : known(inOrder(bytes).toString("utf16le"), false, (text) => inOrder(Buffer.from(text, "utf16le")));
  }
  if (isUtf8(bytes)) return known(bytes.toString("utf8"), true, (text) => Buffer.from(text, "utf8"));
  const text = bytes.toString("latin1");
  return doubtfulEscape.test(text) ? null : known(text, false, (written) => Buffer.from(written, "latin1"));
}

/** Between letters of no known text stand zeros. */
function known(text: string, utf8: boolean, write: (text: string) => Buffer): ReadableBody | null {
  return text.includes("\0") ? null : { text, isUtf8: utf8, write };
}
