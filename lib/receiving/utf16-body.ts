/** In which of two bytes the low half of each letter stands. */
export interface Utf16Order {
  readonly lowByte: 0 | 1;
}

/** Which way UTF-16 stands in these bytes, by its mark or by the NUL beside its first letter; `null` for everything else. */
export function utf16Order(body: Uint8Array): Utf16Order | null {
  const [first = 1, second = 1] = body;
  if (body.length < 4 || (first !== 0 && second !== 0 && first !== 0xff && first !== 0xfe)) return null;
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0)) return { lowByte: 0 };
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? { lowByte: 1 } : null;
}

const anyLetter = 0x01;

/** One byte per letter: what Latin-1 has as it is, one and the same for every other letter; the mark falls to a blank. */
export function narrowUtf16(body: Uint8Array, { lowByte }: Utf16Order): Uint8Array {
  const units = new Uint8Array(body.length >> 1);
  for (let at = 0; at < units.length; at += 1) units[at] = body[at * 2 + 1 - lowByte] === 0 ? (body[at * 2 + lowByte] ?? 0) : anyLetter;
  if (units[0] === anyLetter) units[0] = 0x20;
  return units;
}
