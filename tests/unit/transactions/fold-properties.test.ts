import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact, FactKind } from "#lib/providers/fact";
import { noDetails } from "#lib/providers/payment-reading";
import { providerIds } from "#lib/providers/provider";
import { fold, type FoldedTransaction } from "#lib/transactions/fold";
import type { FoldMessage } from "#lib/transactions/fold-input";

const kinds: readonly FactKind[] = [
  "created", "action_required", "pending", "auth", "auth_failed", "cancel", "expire", "capture", "capture_failed", "capture_refused", "void", "refund_requested", "refund",
  "refund_failed", "refund_canceled", "refund_reversed", "refunded_in_full", "refunded_in_part", "refunded_total", "inquiry", "inquiry_closed", "dispute_open", "dispute_note",
  "chargeback", "chargeback_reversed", "chargeback_lost", "payout_pending", "payout_part_paid", "payout_paid", "payout_failed",
];

// Few references, times and amounts, so that facts meet.
const fact = (some: readonly FactKind[]): fc.Arbitrary<Fact> =>
  fc.record({
    kind: fc.constantFrom(...some),
    payment: fc.constant("p"),
    operation: fc.constantFrom("p", "x", "y"),
    amount: fc.option(fc.record({ amountMinor: fc.bigInt({ min: 0n, max: 3n }), currency: fc.constantFrom("EUR", "EUR", "USD"), exponent: fc.constant(2) })),
    at: fc.option(fc.nat(3).map((second) => new Date(second * 1000))),
    implied: fc.boolean(),
    scope: fc.constantFrom("payment" as const, "payment" as const, "session" as const),
  });

const message = (some: readonly FactKind[]): fc.Arbitrary<FoldMessage> =>
  fc.tuple(fact(some), fc.nat(9), fc.constantFrom("T", "U")).map(([one, identity, providerType]) => ({
    eventId: `evt_${String(identity)}`,
    identity: `0${String(identity)}`,
    contentHash: null,
    references: [],
    isAfterClose: false,
    reading: { providerType, occurredAt: one.at, flags: [], facts: [one], details: noDetails },
  }));

const textOf = (transaction: FoldedTransaction | null): string => JSON.stringify(transaction, (_name, value: unknown) => (typeof value === "bigint" ? `${String(value)}n` : value));
const provider = fc.constantFrom(...providerIds);

describe("whatever is said about a payment", () => {
  it("gives one state in any order, and repeats change nothing", () => {
    const told = fc.array(message(kinds), { maxLength: 10 });
    fc.assert(
      fc.property(provider, told.chain((messages) => fc.tuple(fc.constant(messages), fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length * 2 }))), (id, [messages, again]) => {
        expect(textOf(fold({ provider: id, reference: "p", messages: again }))).toBe(textOf(fold({ provider: id, reference: "p", messages })));
      }),
      { numRuns: 1500 },
    );
  });

  it("money that was captured is never lost by a failure, a cancel or an expiry, however late", () => {
    const captured = fc.array(message(["auth", "capture", "refund", "chargeback"]), { minLength: 1, maxLength: 5 });
    const ends = fc.array(message(["auth_failed", "cancel", "expire", "refund_requested", "capture_refused", "pending"]), { maxLength: 5 });
    fc.assert(
      fc.property(provider, captured, ends, (id, done, late) => {
        const explicit = done.map((one) => ({ ...one, reading: { ...one.reading, facts: one.reading.facts.map((said) => ({ ...said, implied: false })) } }));
        const others = late.map((one) => ({ ...one, identity: `1${one.identity}` }));
        const before = fold({ provider: id, reference: "p", messages: explicit });
        const after = fold({ provider: id, reference: "p", messages: [...explicit, ...others] });
        const amountOf = (transaction: FoldedTransaction | null) => transaction?.amounts.captured?.amountMinor ?? 0n;
        expect(amountOf(after)).toBe(amountOf(before));
        const paid = ["captured", "partially_captured", "partially_refunded", "refunded"];
        expect(amountOf(before) === 0n || paid.includes(after?.foldedStatus ?? "nothing")).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("totals are the sums of the operations that are done", () => {
    fc.assert(
      fc.property(provider, fc.array(message(kinds), { maxLength: 10 }), (id, messages) => {
        const transaction = fold({ provider: id, reference: "p", messages });
        const captured = transaction?.amounts.captured ?? null;
        const sum = (transaction?.operations ?? [])
          .filter(({ kind, state, amount }) => kind === "capture" && state === "done" && amount?.currency === captured?.currency)
          .reduce((total, { amount }) => total + (amount?.amountMinor ?? 0n), 0n);
        expect(captured?.amountMinor ?? 0n).toBe(sum);
      }),
      { numRuns: 500 },
    );
  });
});

describe("of two things said of one second", () => {
  const said = (kind: FactKind, identity: string): FoldMessage => {
    const at = new Date(0);
    const facts: readonly Fact[] = [{ kind, payment: "p", operation: "x", amount: { amountMinor: 3n, currency: "EUR", exponent: 2 }, at, implied: false, scope: "payment" }];
    return { eventId: `evt_${identity}`, identity, contentHash: null, references: [], isAfterClose: false, reading: { providerType: kind, occurredAt: at, flags: [], facts, details: noDetails } };
  };
  const stateOf = (messages: readonly FoldMessage[]) => {
    const transaction = fold({ provider: "adyen", reference: "p", messages });
    return transaction?.operations[0]?.state ?? transaction?.foldedStatus;
  };

  it.each<readonly [FactKind, FactKind, string]>([
    ["created", "action_required", "action_required"],
    ["action_required", "pending", "pending"],
    ["pending", "auth_failed", "failed"],
    ["refund_requested", "refund", "done"],
    ["refund", "refund_failed", "failed"],
    ["refund_failed", "refund_reversed", "reversed"],
    ["capture", "capture_failed", "failed"],
    ["inquiry", "dispute_open", "open"],
    ["dispute_open", "chargeback", "chargeback"],
    ["chargeback", "chargeback_reversed", "reversed"],
    ["chargeback_reversed", "chargeback_lost", "lost"],
    ["payout_part_paid", "payout_paid", "paid"],
    ["payout_paid", "payout_failed", "failed"],
  ])("%s comes before %s, whatever their identities", (first, second, state) => {
    const opening = first === "chargeback_reversed" ? [said("chargeback", "50")] : [];
    for (const [a, b] of [["10", "99"], ["99", "10"]] as const) expect(stateOf([...opening, said(first, a), said(second, b)])).toBe(state);
  });
});
