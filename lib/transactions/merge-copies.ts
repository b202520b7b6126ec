import type { FoldMessage } from "./fold-input.ts";

/** All copies of one event as one. */
export interface MergedMessage extends FoldMessage {
  /** The provider's times of the later copies, earliest first. */
  readonly repeatedAt: readonly Date[];
}

/**
 * One message per identity, in the order of the facts: by the provider's time, those without one first, then by identity.
 * An honest copy may have another time and other details (Adyen): the first time counts, and the newest details do.
 */
export function mergeCopies(messages: readonly FoldMessage[]): readonly MergedMessage[] {
  const copies = new Map<string, FoldMessage[]>();
  for (const message of messages) {
    const others = copies.get(message.identity);
    if (others === undefined) copies.set(message.identity, [message]);
    else others.push(message);
  }
  return [...copies.values()].map(mergeOne).sort((a, b) => compareTimes(a.reading.occurredAt, b.reading.occurredAt) || compareText(a.identity, b.identity));
}

function mergeOne(copies: readonly FoldMessage[]): MergedMessage {
  const [only] = copies;
  if (copies.length === 1 && only !== undefined) return { ...only, repeatedAt: [] };
  const sorted = copies
    .map((copy) => ({ copy, text: canonicalText(copy) }))
    .sort((a, b) => compareTimes(a.copy.reading.occurredAt, b.copy.reading.occurredAt) || compareText(a.text, b.text))
    .map(({ copy }) => copy);
  const last = sorted.at(-1);
  if (last === undefined) throw new Error("an identity has at least one message");
  const times = sorted.map(({ reading }) => reading.occurredAt).filter((at) => at !== null);
  const [at = null, ...repeatedAt] = times;
  const telling = sorted.findLast(({ reading }) => reading.facts.length > 0) ?? last;
  const facts = telling.reading.facts.map((fact) => ({ ...fact, at: fact.at === null ? null : at }));
  return {
    ...telling,
    eventId: sorted.map(({ eventId }) => eventId).sort(compareText)[0] ?? last.eventId,
    references: [...new Set(sorted.flatMap(({ references }) => references))],
    isAfterClose: sorted.some(({ isAfterClose }) => isAfterClose),
    reading: { ...telling.reading, occurredAt: at, facts, flags: [...new Set(sorted.flatMap(({ reading }) => reading.flags))] },
    repeatedAt,
  };
}

/** Two copies that differ in anything differ in this text. */
function canonicalText(message: FoldMessage): string {
  return JSON.stringify([message.reading, message.references], (_name, value: unknown) => (typeof value === "bigint" ? `${String(value)}n` : value));
}

/** What has no time comes first, so that it never overrides what has one. */
export function compareTimes(a: Date | null, b: Date | null): number {
  return (a?.getTime() ?? Number.NEGATIVE_INFINITY) - (b?.getTime() ?? Number.NEGATIVE_INFINITY) || 0;
}

/** By UTF-16 units, the same on every machine; for lower-case hex the order of the bytes. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
