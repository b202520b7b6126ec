import type { Money } from "#lib/providers/fact";
import { compareFacts, type SettledFact } from "./fact-order.ts";
import { compareTimes } from "./merge-copies.ts";
import { latestAmount, type Operation } from "./operations.ts";
import type { Reasoned, WhyRule } from "./why.ts";

/** Sums of a payment; `null` where no message names a currency. Never mixed over currencies. */
export interface Amounts {
  readonly authorized: Reasoned<Money | null>;
  readonly captured: Reasoned<Money | null>;
  readonly refunded: Reasoned<Money | null>;
  readonly disputed: Reasoned<Money | null>;
}

export function amountsOf(facts: readonly SettledFact[], operations: readonly Operation[]): Amounts {
  const captures = operations.filter(({ kind, state }) => kind === "capture" && state === "done");
  const refunds = operations.filter(({ kind, state }) => kind === "refund" && state === "done");
  const disputes = operations.filter(({ kind, state }) => kind === "dispute" && (state === "chargeback" || state === "lost"));
  const auths = authsOf(facts);
  const unit = firstMoney(captures) ?? latestAmount(auths) ?? firstMoney(refunds) ?? firstMoney(operations) ?? latestAmount(facts);
  const authorized = latestAmount(auths);
  const captured = sumOf(captures, unit, captures.some(({ implied }) => implied) ? "implied_capture" : "sum_of_captures");
  return {
    authorized: {
      value: authorized ?? zero(unit),
      rule: auths.length === 0 ? "nothing_says" : auths.some(({ implied }) => implied) ? "implied_authorization" : "latest_authorization",
      eventId: eventOf(auths.findLast(({ amount }) => amount !== null) ?? auths.at(-1)),
    },
    captured,
    refunded: refundedOf(facts, sumOf(refunds, unit, refunds.some(({ implied }) => implied) ? "running_total" : "sum_of_refunds"), captured.value),
    disputed: sumOf(disputes, unit, "sum_of_disputes"),
  };
}

/** The authorizations that count: implied ones only while there is no explicit one. */
export function authsOf(facts: readonly SettledFact[]): readonly SettledFact[] {
  const auths = facts.filter(({ kind }) => kind === "auth");
  const explicit = auths.filter(({ implied }) => !implied);
  return explicit.length > 0 ? explicit : auths;
}

/** A payment that was paid back as a whole is refunded by what was captured; single refunds are parts of it. */
function refundedOf(facts: readonly SettledFact[], sum: Reasoned<Money | null>, captured: Money | null): Reasoned<Money | null> {
  const whole = facts.findLast(({ kind }) => kind === "refunded_in_full");
  if (whole === undefined || captured === null) return sum;
  const isMore = sum.value?.currency === captured.currency && sum.value.amountMinor > captured.amountMinor;
  return isMore ? sum : { value: captured, rule: "refunded_as_a_whole", eventId: eventOf(whole) };
}

/** Adds up what is in the payment's currency; where nothing is, what is in the first operation's. */
function sumOf(operations: readonly Operation[], unit: Money | null, rule: WhyRule): Reasoned<Money | null> {
  const latest = operations.reduce<Operation | null>((best, one) => (best === null || compareTimes(best.at, one.at) <= 0 ? one : best), null);
  const eventId = latest === null ? null : eventOf(latest.decidedBy);
  const money = operations.map(({ amount }) => amount).filter((amount) => amount !== null);
  const own = money.find(({ currency }) => currency === unit?.currency) ?? firstMoney(operations);
  if (own === null) return { value: zero(unit), rule: latest === null ? "nothing_says" : rule, eventId };
  const amountMinor = money.filter(({ currency }) => currency === own.currency).reduce((sum, amount) => sum + amount.amountMinor, 0n);
  return { value: { ...own, amountMinor }, rule, eventId };
}

function zero(unit: Money | null): Money | null {
  return unit === null ? null : { ...unit, amountMinor: 0n };
}

/** The money of the operation that came first into its state, one that is not zero if there is any. */
function firstMoney(operations: readonly Operation[]): Money | null {
  const money = [...operations].sort((a, b) => compareFacts(a.decidedBy, b.decidedBy)).map(({ amount }) => amount);
  return money.find((amount) => amount !== null && amount.amountMinor > 0n) ?? money.find((amount) => amount !== null) ?? null;
}

/** The event that said a fact first. */
export function eventOf(fact: SettledFact | undefined): string | null {
  return fact?.eventIds[0] ?? null;
}

/** True where both are in one currency and the first is more. */
export function isMore(a: Money | null, b: Money | null): boolean {
  return a !== null && b !== null && a.currency === b.currency && a.amountMinor > b.amountMinor;
}
