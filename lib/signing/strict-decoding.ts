// Node's own decoders stop silently at the first bad character, take other alphabets and ignore spare bits,
// so that many texts stand for one digest and a mistyped key becomes a shorter or empty one.

const lowerHex = /^(?:[0-9a-f]{2})+$/;
const anyHex = /^(?:[0-9A-Fa-f]{2})+$/;
const base64Shape = /^[A-Za-z0-9+/]+={0,2}$/;

/** Lower-case hexadecimal, as every provider writes digests; `null` for anything else. */
export function decodeLowerHex(text: string): Uint8Array | null {
  return lowerHex.test(text) ? Buffer.from(text, "hex") : null;
}

/** Hexadecimal in either case, for keys as people copy them; `null` for anything else. */
export function decodeHex(text: string): Uint8Array | null {
  return anyHex.test(text) ? Buffer.from(text, "hex") : null;
}

/** Base64 in its one canonical form (RFC 4648 §4: padded, spare bits zero); `null` for anything else. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !base64Shape.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.length > 0 && bytes.toString("base64") === text ? bytes : null;
}
