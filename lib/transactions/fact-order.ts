import type { FactKind, Money } from "#lib/providers/fact";
import { compareText, compareTimes, type MergedMessage } from "./merge-copies.ts";

/** Kinds after `settleFacts`: a void has become what it takes back. */
export type SettledKind = Exclude<FactKind, "void"> | "capture_voided";

/** A fact with its place in the order. */
export interface PlacedFact<Kind extends FactKind | SettledKind = FactKind> {
  readonly kind: Kind;
  readonly operation: string;
  readonly amount: Money | null;
  readonly at: Date | null;
  readonly implied: boolean;
  readonly scope: "payment" | "session";
  readonly providerType: string;
  readonly identity: string;
  /** The events that say so, the first one first. */
  readonly eventIds: readonly string[];
}
export type SettledFact = PlacedFact<SettledKind>;

/** What comes first among facts of one second. */
const order: readonly (readonly (FactKind | SettledKind)[])[] = [
  ["created"],
  ["action_required"],
  ["pending", "payout_pending"],
  ["refund_requested", "capture_refused"],
  ["auth"],
  ["capture", "refund", "payout_part_paid", "refunded_total", "refunded_in_part"],
  ["payout_paid", "refunded_in_full"],
  ["inquiry", "dispute_note"],
  ["dispute_open"],
  ["chargeback"],
  ["auth_failed", "capture_failed", "capture_voided", "refund_failed", "refund_canceled", "payout_failed", "cancel", "expire", "void", "inquiry_closed"],
  ["refund_reversed", "chargeback_reversed"],
  ["chargeback_lost"],
];
const ranks: ReadonlyMap<FactKind | SettledKind, number> = new Map(order.flatMap((kinds, rank) => kinds.map((kind) => [kind, rank] as const)));

/**
 * Total, and free of arrival: by the provider's time, what usually comes first in a payment's life, and the identity's bytes.
 * The rest tells apart facts of one event. No provider whose messages hold facts numbers them.
 */
export function compareFacts<Kind extends FactKind | SettledKind>(a: PlacedFact<Kind>, b: PlacedFact<Kind>): number {
  return (
    compareTimes(a.at, b.at) ||
    (ranks.get(a.kind) ?? 0) - (ranks.get(b.kind) ?? 0) ||
    compareText(a.identity, b.identity) ||
    compareText(a.kind, b.kind) ||
    compareText(a.operation, b.operation)
  );
}

/** The facts of all messages in their order; what two events say alike (operation, kind, provider's type, time) is one fact. */
export function orderFacts(messages: readonly MergedMessage[]): readonly PlacedFact[] {
  const facts = new Map<string, PlacedFact>();
  for (const { identity, eventId, reading } of messages) {
    for (const { kind, operation, amount, at, implied, scope } of reading.facts) {
      const placed: PlacedFact = { kind, operation, amount, at, implied, scope, providerType: reading.providerType, identity, eventIds: [eventId] };
      const key = JSON.stringify([operation, kind, reading.providerType, at?.getTime() ?? null]);
      const known = facts.get(key);
      facts.set(key, known === undefined ? placed : asOne(known, placed));
    }
  }
  return [...facts.values()].sort(compareFacts);
}

/** Of two amounts for one fact the larger one counts: a running total only grows, and money is never lost by a tie. */
function asOne(a: PlacedFact, b: PlacedFact): PlacedFact {
  const [first, second] = compareFacts(a, b) <= 0 ? [a, b] : [b, a];
  const amount = largerAmount(first.amount, second.amount);
  return { ...second, amount, implied: first.implied && second.implied, eventIds: [...new Set([...first.eventIds, ...second.eventIds])] };
}

/** The larger of two amounts; the second one where they cannot be compared. */
export function largerAmount(a: Money | null, b: Money | null): Money | null {
  if (a === null || b === null) return a ?? b;
  return a.currency === b.currency && a.amountMinor > b.amountMinor ? a : b;
}
