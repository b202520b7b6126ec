import type { Source } from "#lib/sources/source-shape";

/** Where a change of a source's URL stands. */
export interface UrlRotation {
  readonly step: 1 | 2 | 3;
  readonly answer: string;
}

const dayMs = 86_400_000;

export function urlRotation({ previousTokens }: Pick<Source, "previousTokens">, providerName: string, nowMs: number): UrlRotation {
  if (previousTokens.length === 0) return { step: 1, answer: "One URL works. A new one works beside it until the time that you choose, so that no message is lost." };
  const used = previousTokens.filter(({ lastUsedAt }) => lastUsedAt !== null && Date.parse(lastUsedAt) > nowMs - dayMs);
  if (used.length > 0) return { step: 2, answer: `${providerName} still sends to ${used.length === 1 ? "a former URL" : `${String(used.length)} former URLs`}. Register the present one in its back office.` };
  const count = previousTokens.length === 1 ? "the former URL" : "the former URLs";
  return { step: 3, answer: `Nothing that a key vouches for came to ${count} in the last 24 hours. A message that waits to be tried again may still.` };
}
