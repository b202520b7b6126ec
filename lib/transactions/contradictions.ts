import type { FactKind, Money } from "#lib/providers/fact";
import type { Amounts } from "./amounts.ts";
import { isMore } from "./amounts.ts";
import type { SettledFact, SettledKind } from "./fact-order.ts";
import type { MergedMessage } from "./merge-copies.ts";
import type { ProviderPolicy } from "./provider-policy.ts";

interface ContradictionInput {
  readonly policy: ProviderPolicy;
  readonly messages: readonly MergedMessage[];
  readonly facts: readonly SettledFact[];
  readonly amounts: Amounts;
}

interface Contradiction {
  readonly code: "final_state_contradicted";
  readonly eventIds: readonly string[];
  readonly evidence: Readonly<Record<string, Money | string | null>>;
}

/** Which facts of one operation say the opposite of each other. */
const contrary: ReadonlyMap<FactKind, readonly SettledKind[]> = new Map<FactKind, readonly SettledKind[]>([
  ["auth", ["auth_failed"]],
  ["auth_failed", ["auth", "capture"]],
  ["capture", ["capture_failed", "capture_voided"]],
  ["capture_failed", ["capture"]],
  ["refund", ["refund_failed", "refund_canceled", "refund_reversed"]],
  ["refund_failed", ["refund"]],
  ["chargeback", ["chargeback_reversed"]],
  ["chargeback_reversed", ["chargeback", "chargeback_lost"]],
  ["payout_paid", ["payout_failed"]],
  ["payout_failed", ["payout_paid"]],
]);

/** Where messages cannot all be right: shown, and the fold's rules decide all the same. At most one. */
export function contradictionsIn(input: ContradictionInput): readonly Contradiction[] {
  const found = lateRepeat(input) ?? endOfWhatWasCaptured(input) ?? bothOutcomes(input);
  return found === null ? [] : [found];
}

function contradiction(what: string, ...facts: readonly SettledFact[]): Contradiction {
  const [operation = null] = facts.map((fact) => fact.operation);
  return { code: "final_state_contradicted", eventIds: [...new Set(facts.flatMap(({ eventIds }) => eventIds))], evidence: { what, operation } };
}

/** A repeat of an event that was sent after the contrary had happened: perhaps it happened again. */
function lateRepeat({ messages, facts }: ContradictionInput): Contradiction | null {
  for (const { reading, repeatedAt, eventId } of messages) {
    const last = repeatedAt.at(-1);
    if (last === undefined) continue;
    for (const { kind, operation, at } of reading.facts) {
      const kinds = contrary.get(kind) ?? [];
      const between = facts.find((fact) => fact.operation === operation && kinds.includes(fact.kind) && fact.at !== null && fact.at > (at ?? fact.at) && fact.at < last);
      if (between !== undefined) return { ...contradiction("repeated_later", between), eventIds: [...new Set([eventId, ...between.eventIds])] };
    }
  }
  return null;
}

/** A cancel or an expiry of a payment that was captured as a whole. */
function endOfWhatWasCaptured({ facts, amounts }: ContradictionInput): Contradiction | null {
  const { value: captured } = amounts.captured;
  if (captured === null || captured.amountMinor <= 0n || isMore(amounts.authorized.value, captured)) return null;
  const end = facts.findLast(({ kind, scope, operation }) => scope === "payment" && (kind === "cancel" || kind === "expire") && !isOfVoidedSale(operation, facts));
  const capture = facts.findLast(({ kind }) => kind === "capture");
  return end === undefined || capture === undefined ? null : contradiction(end.kind === "cancel" ? "canceled_after_capture" : "expired_after_capture", capture, end);
}

/** The void of one sale says nothing against another. */
function isOfVoidedSale(operation: string, facts: readonly SettledFact[]): boolean {
  return facts.some((fact) => fact.kind === "capture_voided" && fact.operation === operation);
}

/** Success and failure of one attempt, or of one payout. */
function bothOutcomes({ facts, policy }: ContradictionInput): Contradiction | null {
  for (const [index, failure] of facts.entries()) {
    if (failure.kind !== "auth_failed" && failure.kind !== "payout_failed") continue;
    const successes: readonly SettledKind[] = failure.kind === "auth_failed" ? ["auth", "capture"] : ["payout_paid"];
    // Where attempts share a reference, a success after a failure is the customer's second try.
    const others = policy.attemptsShareReference && failure.kind === "auth_failed" ? facts.slice(0, index) : facts;
    const success = others.find(({ kind, operation }) => operation === failure.operation && successes.includes(kind));
    if (success !== undefined) return contradiction("success_and_failure", success, failure);
  }
  return null;
}
