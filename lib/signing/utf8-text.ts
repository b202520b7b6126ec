import { isUtf8 } from "node:buffer";
import { asBuffer } from "#lib/signing/digest";

const byteOrderMark = 0xfeff;

/**
 * The text of a body for reading, `null` where it is not UTF-8. One leading byte order mark is ignored, as RFC 8259 §8.1
 * allows; signatures never see this text where they cover the bytes.
 */
export function decodeUtf8(body: Uint8Array): string | null {
  const buffer = asBuffer(body);
  if (!isUtf8(buffer)) return null;
  const text = buffer.toString("utf8");
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
}
