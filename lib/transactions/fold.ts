import type { AvsResult, CheckResult, CvcResult } from "#lib/providers/card-checks";
import type { Money } from "#lib/providers/fact";
import type { PaymentCustomer, PaymentMethod } from "#lib/providers/payment-reading";
import { type Amounts, amountsOf } from "./amounts.ts";
import { anomaliesOf, type Anomaly } from "./anomalies.ts";
import { describePayment } from "./describe-payment.ts";
import { orderFacts, type SettledFact } from "./fact-order.ts";
import type { FoldInput } from "./fold-input.ts";
import { mergeCopies, type MergedMessage } from "./merge-copies.ts";
import { latestAmount, type Operation, operationsOf } from "./operations.ts";
import { providerPolicies } from "./provider-policy.ts";
import { repeatedEvents } from "./repeated-events.ts";
import { settleFacts } from "./settle-facts.ts";
import { type DisputeState, disputeOf, kindOf, statusOf, type TransactionKind, type TransactionStatus } from "./status.ts";
import type { Reasoned, Why, WhyField } from "./why.ts";

export interface FoldedOperation extends Omit<Operation, "decidedBy"> {
  /** The event that set its state. */
  readonly decidedBy: string | null;
}

/** What the events of a payment say together. `null` in amounts: no message names a currency. */
export interface FoldedTransaction {
  readonly reference: string;
  readonly kind: TransactionKind;
  /** True for a refund whose payment is not known yet. */
  readonly unlinked: boolean;
  readonly foldedStatus: TransactionStatus;
  readonly dispute: DisputeState;
  /** What the payment is about: authorized, else captured, else what was tried, paid out or paid back. */
  readonly amount: Money | null;
  readonly amounts: {
    readonly authorized: Money | null;
    readonly captured: Money | null;
    readonly refunded: Money | null;
    readonly disputed: Money | null;
    readonly fees: Money | null;
  };
  readonly method: PaymentMethod;
  readonly customer: PaymentCustomer;
  readonly avs: CheckResult<AvsResult> | null;
  readonly cvc: CheckResult<CvcResult> | null;
  readonly references: readonly string[];
  readonly operations: readonly FoldedOperation[];
  readonly anomalies: readonly Anomaly[];
  readonly why: readonly Why[];
  /** Every event of it in the order of the fold, those without facts included. */
  readonly eventIds: readonly string[];
  /** Those among them that only say again what the event before them said. */
  readonly repeatedEventIds: readonly string[];
  /** Provider's times of the first and the last event; `null` where none has one. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

const maxReferences = 100;

/**
 * Folds the messages of one payment, in any order and with any repeats, to one state. `null` while no message holds a fact.
 * Pure: the same set of messages gives the same result wherever and whenever it is folded.
 */
export function fold({ provider, reference, messages }: FoldInput): FoldedTransaction | null {
  const merged = mergeCopies(messages);
  const facts = settleFacts(orderFacts(merged));
  if (facts.length === 0) return null;
  const operations = operationsOf(facts);
  const amounts = amountsOf(facts, operations);
  const kind = kindOf(facts);
  const status = statusOf(kind, facts, operations, amounts);
  const dispute = disputeOf(operations);
  const { method, customer, avs, cvc, fees } = describePayment(merged, operations);
  const times = merged.map(({ reading }) => reading.occurredAt).filter((at) => at !== null);
  return {
    reference,
    kind,
    unlinked: kind === "refund",
    foldedStatus: status.value,
    dispute: dispute.value,
    amount: headline(kind, facts, operations, amounts),
    amounts: { authorized: amounts.authorized.value, captured: amounts.captured.value, refunded: amounts.refunded.value, disputed: amounts.disputed.value, fees: fees.value },
    method: method.value,
    customer: customer.value,
    avs: avs.value,
    cvc: cvc.value,
    references: referencesOf(reference, merged),
    operations: operations.map((operation) => ({ ...operation, decidedBy: operation.decidedBy.eventIds[0] ?? null })),
    anomalies: anomaliesOf({ kind, policy: providerPolicies[provider], messages: merged, facts, operations, amounts }),
    why: whyOf({ status, dispute, ...amounts, fees, method, customer, avs, cvc }),
    eventIds: [...new Set(merged.map(({ eventId }) => eventId))],
    repeatedEventIds: repeatedEvents(merged),
    firstAt: times[0] ?? null,
    lastAt: times.at(-1) ?? null,
  };
}

function headline(kind: TransactionKind, facts: readonly SettledFact[], operations: readonly Operation[], amounts: Amounts): Money | null {
  const known = kind === "payment" ? [amounts.authorized.value, amounts.captured.value] : [operations.findLast(({ amount }) => amount !== null)?.amount ?? null];
  return known.find((amount) => amount !== null && amount.amountMinor > 0n) ?? latestAmount(facts.filter(({ scope }) => scope === "payment")) ?? latestAmount(facts);
}

function referencesOf(reference: string, messages: readonly MergedMessage[]): readonly string[] {
  return [...new Set([reference, ...messages.flatMap(({ references }) => references)])].slice(0, maxReferences);
}

function whyOf(reasons: Readonly<Record<WhyField, Reasoned<unknown>>>): readonly Why[] {
  const why = (field: WhyField): Why => ({ field, eventId: reasons[field].eventId, rule: reasons[field].rule });
  return [
    why("status"), why("dispute"), why("authorized"), why("captured"), why("refunded"), why("disputed"), why("fees"), why("method"), why("customer"), why("avs"), why("cvc"),
  ];
}
