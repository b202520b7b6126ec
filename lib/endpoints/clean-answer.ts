import { maskCardText } from "#lib/platform/mask-card-text";

/** What a target answered, as far as it may be kept and shown. */
export interface CleanAnswer {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

const shortestEchoed = 8;

/**
 * An answer without card numbers, and without what we sent in the endpoint's own headers: many servers on which people try
 * things out repeat every header, and nobody may read those again. Lengths stay.
 */
export function cleanAnswer(answer: CleanAnswer, ownHeaders: readonly (readonly [string, string])[]): CleanAnswer {
  const echoes = echoesOf(ownHeaders.map(([, value]) => value));
  const clean = (text: string): string => maskCardText(echoes.reduce((left, echo) => left.replaceAll(echo, "*".repeat(echo.length)), text));
  return { headers: answer.headers.map(([name, value]) => [name, clean(value)] as const), body: answer.body.length === 0 ? answer.body : cleanBytes(answer.body, clean) };
}

/** As sent, word by word ("Bearer" and what follows it), and as JSON writes both; the longest first. */
function echoesOf(values: readonly string[]): readonly string[] {
  const said = values.flatMap((value) => [value, ...value.split(/\s+/)]).filter((text) => text.length >= shortestEchoed);
  return [...new Set(said.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]))].toSorted((a, b) => b.length - a.length);
}

/** One letter per byte, whatever the encoding: all that is looked for is ASCII. */
function cleanBytes(body: Uint8Array, clean: (text: string) => string): Uint8Array {
  const text = Buffer.from(body).toString("latin1");
  const cleaned = clean(text);
  return cleaned === text ? body : Buffer.from(cleaned, "latin1");
}
