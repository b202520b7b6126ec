import type { Money } from "#lib/providers/fact";
import { type Amounts, authsOf, eventOf, isMore } from "./amounts.ts";
import type { SettledFact, SettledKind } from "./fact-order.ts";
import { compareTimes } from "./merge-copies.ts";
import type { Operation, OperationState } from "./operations.ts";
import type { Reasoned, WhyRule } from "./why.ts";

export const transactionKinds = ["payment", "payout", "refund"] as const;
export type TransactionKind = (typeof transactionKinds)[number];

export const transactionStatuses = [
  "created", "action_required", "pending", "authorized", "partially_captured", "captured", "partially_refunded", "refunded", "failed", "canceled", "expired",
  "partially_paid", "paid",
] as const;
export type TransactionStatus = (typeof transactionStatuses)[number];

export const disputeStates = ["none", "inquiry", "open", "chargeback", "reversed", "lost"] as const;
export type DisputeState = (typeof disputeStates)[number];

const refundKinds: readonly SettledKind[] = ["refunded_total", "refund_requested", "refund", "refund_failed", "refund_canceled", "refund_reversed"];
const paymentKinds: readonly SettledKind[] = ["auth", "capture", "auth_failed"];

/** `refund` while nothing but refunds of the payment is known; `payout` for money that goes to the customer. */
export function kindOf(facts: readonly SettledFact[]): TransactionKind {
  const own = facts.filter(({ scope }) => scope === "payment");
  if (own.length > 0 && own.every(({ kind }) => refundKinds.includes(kind))) return "refund";
  const isPayout = own.some(({ kind }) => kind.startsWith("payout_")) && !own.some(({ kind }) => paymentKinds.includes(kind));
  return isPayout ? "payout" : "payment";
}

export function statusOf(kind: TransactionKind, facts: readonly SettledFact[], operations: readonly Operation[], amounts: Amounts): Reasoned<TransactionStatus> {
  if (kind === "payout") return payoutStatus(operations);
  if (kind === "refund") return unlinkedStatus(operations);
  return capturedStatus(facts, operations, amounts) ?? endedStatus(facts) ?? authorizedStatus(facts) ?? attemptStatus(facts);
}

/** (1) Captured money decides before anything else, so that no late failure or cancel hides it. */
function capturedStatus(facts: readonly SettledFact[], operations: readonly Operation[], amounts: Amounts): Reasoned<TransactionStatus> | null {
  const { value: captured, eventId } = amounts.captured;
  // A capture whose amount cannot be read is a capture all the same.
  const isUnread = operations.some((one) => one.kind === "capture" && one.state === "done" && one.amount === null);
  if (!isPositive(captured) && !isUnread) return null;
  const refunded = amounts.refunded.value;
  const partRefund = facts.findLast(({ kind }) => kind === "refunded_in_part");
  const of = (value: TransactionStatus, rule: WhyRule, by = eventId): Reasoned<TransactionStatus> => ({ value, rule, eventId: by });
  if (isPositive(refunded)) {
    const isPart = isUnread || refunded.currency !== captured?.currency || isMore(captured, refunded);
    return isPart ? of("partially_refunded", "partially_refunded", amounts.refunded.eventId) : of("refunded", "refunded", amounts.refunded.eventId);
  }
  if (partRefund !== undefined) return of("partially_refunded", "part_refund_unknown", eventOf(partRefund));
  const isRestOpen = endOf(facts) === undefined;
  return !isUnread && isMore(amounts.authorized.value, captured) && isRestOpen ? of("partially_captured", "partially_captured") : of("captured", "captured");
}

function isPositive(money: Money | null): money is Money {
  return money !== null && money.amountMinor > 0n;
}

/** The later one of cancel and expire. */
function endOf(facts: readonly SettledFact[]): SettledFact | undefined {
  return facts.findLast(({ kind, scope }) => scope === "payment" && (kind === "cancel" || kind === "expire"));
}

/** (2) */
function endedStatus(facts: readonly SettledFact[]): Reasoned<TransactionStatus> | null {
  const end = endOf(facts);
  if (end === undefined) return null;
  return end.kind === "cancel" ? { value: "canceled", rule: "canceled", eventId: eventOf(end) } : { value: "expired", rule: "expired", eventId: eventOf(end) };
}

/** (3) */
function authorizedStatus(facts: readonly SettledFact[]): Reasoned<TransactionStatus> | null {
  const auth = authsOf(facts).at(-1);
  return auth === undefined ? null : { value: "authorized", rule: "authorized", eventId: eventOf(auth) };
}

const progress: ReadonlyMap<SettledKind, TransactionStatus> = new Map<SettledKind, TransactionStatus>([
  ["created", "created"],
  ["action_required", "action_required"],
  ["pending", "pending"],
  ["auth_failed", "failed"],
]);

/** (4) What is known of the attempt; its session speaks only where the payment itself does not. */
function attemptStatus(facts: readonly SettledFact[]): Reasoned<TransactionStatus> {
  const whole = facts.findLast(({ kind }) => kind === "refunded_in_full" || kind === "refunded_in_part");
  if (whole !== undefined) return { value: whole.kind === "refunded_in_full" ? "refunded" : "partially_refunded", rule: "refunded_unseen", eventId: eventOf(whole) };
  const steps = facts.filter(({ kind }) => progress.has(kind));
  const own = steps.findLast(({ scope }) => scope === "payment");
  const last = own ?? steps.at(-1);
  const value = last === undefined ? "created" : (progress.get(last.kind) ?? "created");
  const expiry = facts.findLast(({ kind, scope }) => kind === "expire" && scope === "session");
  if (expiry !== undefined && value !== "failed") return { value: "expired", rule: "session_expired", eventId: eventOf(expiry) };
  return { value, rule: own === undefined ? (last === undefined ? "nothing_known" : "session_progress") : "latest_progress", eventId: eventOf(last) };
}

const payoutStates: ReadonlyMap<OperationState, TransactionStatus> = new Map<OperationState, TransactionStatus>([
  ["pending", "pending"],
  ["partially_paid", "partially_paid"],
  ["paid", "paid"],
  ["failed", "failed"],
]);

function payoutStatus(operations: readonly Operation[]): Reasoned<TransactionStatus> {
  const last = lastOf(operations.filter(({ kind }) => kind === "payout"));
  return { value: (last === null ? undefined : payoutStates.get(last.state)) ?? "pending", rule: "payout", eventId: eventOf(last?.decidedBy) };
}

function unlinkedStatus(operations: readonly Operation[]): Reasoned<TransactionStatus> {
  const done = lastOf(operations.filter(({ state }) => state === "done"));
  const waiting = lastOf(operations.filter(({ state }) => state === "requested"));
  const last = done ?? waiting ?? lastOf(operations);
  const value = done !== null ? "refunded" : waiting !== null ? "pending" : last?.state === "canceled" ? "canceled" : "failed";
  return { value, rule: "unlinked_refund", eventId: eventOf(last?.decidedBy) };
}

/** The state of the dispute whose state changed last. */
export function disputeOf(operations: readonly Operation[]): Reasoned<DisputeState> {
  const last = lastOf(operations.filter(({ kind }) => kind === "dispute"));
  const value = disputeStates.find((state) => state === last?.state) ?? "none";
  return { value, rule: last === null ? "no_dispute" : "latest_dispute", eventId: eventOf(last?.decidedBy) };
}

/** The operation that came last into its state; of several at once the one that began last. */
function lastOf(operations: readonly Operation[]): Operation | null {
  return operations.reduce<Operation | null>((best, one) => (best === null || compareTimes(best.at, one.at) <= 0 ? one : best), null);
}
