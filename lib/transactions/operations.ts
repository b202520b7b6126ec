import type { Money } from "#lib/providers/fact";
import { largerAmount, type SettledFact, type SettledKind } from "./fact-order.ts";
import { compareTimes } from "./merge-copies.ts";

export const operationKinds = ["capture", "refund", "dispute", "payout"] as const;
export type OperationKind = (typeof operationKinds)[number];

export const operationStates = [
  "requested", "done", "failed", "voided", "canceled", "reversed", "none", "inquiry", "open", "chargeback", "lost", "pending", "partially_paid", "paid",
] as const;
export type OperationState = (typeof operationStates)[number];

/** One step of a payment with its own reference: a capture, a refund, a dispute, or a payout itself. */
export interface Operation {
  readonly kind: OperationKind;
  readonly reference: string;
  readonly state: OperationState;
  readonly amount: Money | null;
  readonly beganAt: Date | null;
  /** When it came into this state. */
  readonly at: Date | null;
  /** True where no message tells of it, but it follows from another. */
  readonly implied: boolean;
  readonly eventIds: readonly string[];
  /** The fact that set its state. */
  readonly decidedBy: SettledFact;
}

interface Family {
  readonly kind: OperationKind;
  /** Kinds of facts and the state into which they bring the operation. */
  readonly states: ReadonlyMap<SettledKind, OperationState>;
  /** They count only where nothing else of the family does: a late request never undoes an outcome. */
  readonly weak: readonly SettledKind[];
  /** Facts whose amount is the operation's. */
  readonly amounts: readonly SettledKind[];
}

const families: readonly Family[] = [
  {
    kind: "capture",
    states: new Map<SettledKind, OperationState>([["capture", "done"], ["capture_failed", "failed"], ["capture_voided", "voided"], ["capture_refused", "failed"]]),
    weak: ["capture_refused"],
    amounts: ["capture"],
  },
  {
    kind: "refund",
    states: new Map<SettledKind, OperationState>([
      ["refund_requested", "requested"], ["refund", "done"], ["refund_failed", "failed"], ["refund_canceled", "canceled"], ["refund_reversed", "reversed"],
    ]),
    weak: ["refund_requested"],
    amounts: ["refund"],
  },
  {
    kind: "dispute",
    states: new Map<SettledKind, OperationState>([
      ["inquiry", "inquiry"], ["inquiry_closed", "none"], ["dispute_open", "open"], ["chargeback", "chargeback"], ["chargeback_reversed", "reversed"], ["chargeback_lost", "lost"],
    ]),
    weak: [],
    amounts: ["chargeback", "chargeback_lost"],
  },
  {
    kind: "payout",
    states: new Map<SettledKind, OperationState>([["payout_pending", "pending"], ["payout_part_paid", "partially_paid"], ["payout_paid", "paid"], ["payout_failed", "failed"]]),
    weak: ["payout_pending"],
    amounts: ["payout_paid"],
  },
];

/** The operations of a payment in the order in which they began. */
export function operationsOf(facts: readonly SettledFact[]): readonly Operation[] {
  const known = withoutReplacedCaptures(facts);
  const operations = families.flatMap((one) => operationsOfFamily(one, known));
  const all = operations.some(({ kind }) => kind === "refund") ? operations : [...operations, ...refundsOfTotals(facts)];
  // Sorting is stable: what began at one time stays in the order of the families.
  return all.map((operation) => withNotes(operation, facts)).sort((a, b) => compareTimes(a.beganAt, b.beganAt));
}

/** An implied capture gives way to any explicit one. */
function withoutReplacedCaptures(facts: readonly SettledFact[]): readonly SettledFact[] {
  const hasExplicit = facts.some(({ kind, implied }) => kind === "capture" && !implied);
  return hasExplicit ? facts.filter(({ kind, implied }) => kind !== "capture" || !implied) : facts;
}

function operationsOfFamily(one: Family, facts: readonly SettledFact[]): readonly Operation[] {
  const byReference = new Map<string, SettledFact[]>();
  for (const fact of facts) {
    if (!one.states.has(fact.kind)) continue;
    const others = byReference.get(fact.operation);
    if (others === undefined) byReference.set(fact.operation, [fact]);
    else others.push(fact);
  }
  return [...byReference].flatMap(([reference, own]) => operationFrom(one, reference, own, facts));
}

/** The state of an operation is that of its last fact. */
function operationFrom(one: Family, reference: string, own: readonly SettledFact[], facts: readonly SettledFact[]): readonly Operation[] {
  const last = own.findLast(({ kind }) => !one.weak.includes(kind)) ?? own.at(-1);
  const state = last === undefined ? undefined : one.states.get(last.kind);
  if (last === undefined || state === undefined) return [];
  // What a refusal names was not captured: a capture without an amount stays without.
  const amount = latestAmount(own.filter(({ kind }) => one.amounts.includes(kind))) ?? (one.kind === "capture" && state === "done" ? null : latestAmount(own));
  const implied = own.every((fact) => fact.implied || fact.kind === "capture_failed") && own.some((fact) => fact.implied);
  const cancel = implied && state === "done" ? facts.findLast(({ kind }) => kind === "cancel") : undefined;
  const decidedBy = cancel ?? last;
  const eventIds = [...new Set([...own, ...(cancel === undefined ? [] : [cancel])].flatMap((fact) => fact.eventIds))];
  return [{ kind: one.kind, reference, state: cancel === undefined ? state : "voided", amount, beganAt: own[0]?.at ?? null, at: decidedBy.at, implied, eventIds, decidedBy }];
}

/** A running total of refunds stands for them only where no single refund is known. */
function refundsOfTotals(facts: readonly SettledFact[]): readonly Operation[] {
  const totals = facts.filter(({ kind }) => kind === "refunded_total");
  return [...new Set(totals.map(({ operation }) => operation))].flatMap((reference): readonly Operation[] => {
    const own = totals.filter(({ operation }) => operation === reference);
    const last = own.at(-1);
    if (last === undefined) return [];
    const eventIds = [...new Set(own.flatMap((fact) => fact.eventIds))];
    return [{ kind: "refund", reference, state: "done", amount: latestAmount(own), beganAt: own[0]?.at ?? null, at: last.at, implied: true, eventIds, decidedBy: last }];
  });
}

function withNotes(operation: Operation, facts: readonly SettledFact[]): Operation {
  if (operation.kind !== "dispute") return operation;
  const notes = facts.filter((fact) => fact.kind === "dispute_note" && fact.operation === operation.reference);
  return notes.length === 0 ? operation : { ...operation, eventIds: [...new Set([...operation.eventIds, ...notes.flatMap(({ eventIds }) => eventIds)])] };
}

/** The amount of the latest fact that has one; of several at one time the largest, since running totals grow within a second. */
export function latestAmount(facts: readonly SettledFact[]): Money | null {
  let best: SettledFact | null = null;
  for (const fact of facts) {
    if (fact.amount === null) continue;
    if (best === null || compareTimes(best.at, fact.at) < 0) best = fact;
    else if (compareTimes(best.at, fact.at) === 0) best = { ...fact, amount: largerAmount(best.amount, fact.amount) };
  }
  return best?.amount ?? null;
}
