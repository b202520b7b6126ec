import type { HeaderLines } from "./kept-headers.ts";
import { maskCards } from "./mask-cards.ts";

/** Header lines in which card numbers were overwritten, or the same lines when there were none. */
export interface MaskedHeaders {
  readonly lines: HeaderLines;
  readonly masked: boolean;
}

/** Digits that stand alone: those inside of a signature or a token have letters beside them and are left as they are. */
const aloneDigits = /(?<![A-Za-z0-9+/_-])\d(?:(?:[ ._\u00a0-]|%20)?\d){11,}(?![A-Za-z0-9+/_=-])/g;
const noMembers: ReadonlySet<string> = new Set();

/** Overwrites card numbers in header values, as `maskCards` does in bodies. */
export function maskHeaders(lines: HeaderLines): MaskedHeaders {
  let masked = false;
  const shown = lines.map(([name, value]): readonly [string, string] => {
    const clean = value.replaceAll(aloneDigits, (digits) => {
      const kept = maskCards(Buffer.from(digits, "latin1"), noMembers);
      masked ||= kept.masked;
      return Buffer.from(kept.body).toString("latin1");
    });
    return [name, clean];
  });
  return masked ? { lines: shown, masked } : { lines, masked };
}
