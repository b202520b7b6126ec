import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProviderId } from "#lib/providers/provider";
import { fold, type FoldedTransaction } from "#lib/transactions/fold";
import type { FoldMessage } from "#lib/transactions/fold-input";
import { groupByPayment } from "#lib/transactions/payment-groups";
import { stories, tellStory } from "../../fixtures/stories/tell-story.ts";

function transactionsOf(provider: ProviderId, messages: readonly FoldMessage[]): readonly FoldedTransaction[] {
  return [...groupByPayment(messages)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([reference, group]) => fold({ provider, reference, messages: group }) ?? []);
}

function inWords({ kind, foldedStatus, dispute, amounts, operations, anomalies }: FoldedTransaction): string {
  const sums = [amounts.authorized, amounts.captured, amounts.refunded, amounts.disputed].map((money) => String(money?.amountMinor ?? 0n)).join("/");
  const steps = operations.map((operation) => `${operation.kind}:${operation.state}:${String(operation.amount?.amountMinor ?? "unknown")}`);
  return [kind, foldedStatus, dispute, sums, ...steps, ...anomalies.map(({ code }) => `!${code}`)].join(" ");
}

const textOf = (transactions: readonly FoldedTransaction[]): string => JSON.stringify(transactions, (_name, value: unknown) => (typeof value === "bigint" ? `${String(value)}n` : value));

function* permutations<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length < 2) yield items;
  else for (const [at, item] of items.entries()) for (const rest of permutations([...items.slice(0, at), ...items.slice(at + 1)])) yield [item, ...rest];
}

describe.each(stories.map((story) => [`${story.provider}: ${story.name}`, story] as const))("%s", (_name, story) => {
  const messages = tellStory(story);
  const expected = transactionsOf(story.provider, messages);
  const text = textOf(expected);

  it("gives what a person expects", () => expect(expected.map(inWords).sort()).toEqual([...story.gives].sort()));

  const isSame = (order: readonly FoldMessage[]): boolean => textOf(transactionsOf(story.provider, order)) === text;

  it("gives the same in every order of arrival", () => {
    if (messages.length > 8) {
      fc.assert(fc.property(fc.shuffledSubarray([...messages], { minLength: messages.length }), isSame), { numRuns: 500 });
      return;
    }
    let different = 0;
    for (const order of permutations(messages)) if (!isSame(order)) different += 1;
    expect(different).toBe(0);
  }, 60_000);

  it("gives the same with messages that came several times, in any order", () => {
    const arrivals = fc.array(fc.constantFrom(...messages), { maxLength: 8 }).chain((repeats) => fc.shuffledSubarray([...messages, ...repeats], { minLength: messages.length + repeats.length }));
    const agrees = fc.property(arrivals, isSame);
    expect(() => fc.assert(agrees, { numRuns: 30 })).not.toThrow();
  });

  it("says why, by events of its own", () => {
    for (const { why, eventIds } of expected) {
      expect(why.map(({ field }) => field)).toEqual(["status", "dispute", "authorized", "captured", "refunded", "disputed", "fees", "method", "customer", "avs", "cvc"]);
      expect(why.filter(({ eventId }) => eventId !== null && !eventIds.includes(eventId))).toEqual([]);
    }
  });
});
