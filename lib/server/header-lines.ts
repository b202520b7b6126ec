import type { HeaderLines } from "#lib/receiving/kept-headers";

/** The lines as the sender wrote them. */
export function headerLines(rawHeaders: readonly string[]): HeaderLines {
  const lines: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) lines.push([rawHeaders[at] ?? "", rawHeaders[at + 1] ?? ""]);
  return lines;
}
