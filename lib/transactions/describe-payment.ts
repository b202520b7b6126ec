import type { AvsResult, CheckResult, CvcResult } from "#lib/providers/card-checks";
import type { FactKind, Money } from "#lib/providers/fact";
import { noCustomer, noMethod, type PaymentCustomer, type PaymentMethod } from "#lib/providers/payment-reading";
import type { MergedMessage } from "./merge-copies.ts";
import type { Operation } from "./operations.ts";
import type { Reasoned } from "./why.ts";

/** How was paid, by whom, and what the checks said. */
export interface PaymentDescription {
  readonly method: Reasoned<PaymentMethod>;
  readonly customer: Reasoned<PaymentCustomer>;
  readonly avs: Reasoned<CheckResult<AvsResult> | null>;
  readonly cvc: Reasoned<CheckResult<CvcResult> | null>;
  readonly fees: Reasoned<Money | null>;
}

const successes: readonly FactKind[] = ["auth", "capture", "payout_paid"];

/** From messages in their order. What a success says goes before what a failed attempt says, however late. */
export function describePayment(messages: readonly MergedMessage[], operations: readonly Operation[]): PaymentDescription {
  const ordered = [...messages.filter((message) => !isSuccess(message)), ...messages.filter(isSuccess)];
  return {
    method: methodOf(ordered),
    customer: customerOf(ordered),
    avs: latest(ordered, ({ reading }) => reading.details.avs),
    cvc: latest(ordered, ({ reading }) => reading.details.cvc),
    fees: feesOf(messages, operations),
  };
}

function isSuccess({ reading }: MergedMessage): boolean {
  return reading.facts.some(({ kind }) => successes.includes(kind));
}

function latest<Value>(ordered: readonly MergedMessage[], get: (message: MergedMessage) => Value | null): Reasoned<Value | null> {
  const message = ordered.findLast((one) => get(one) !== null);
  if (message === undefined) return { value: null, rule: "nothing_says", eventId: null };
  return { value: get(message), rule: isSuccess(message) ? "from_success" : "from_latest", eventId: message.eventId };
}

/** Type, brand and digits come from one message, the one that says most, so that no two cards are mixed. */
function methodOf(ordered: readonly MergedMessage[]): Reasoned<PaymentMethod> {
  const hasSuccess = ordered.some((message) => isSuccess(message) && known(message) > 0);
  let best: MergedMessage | null = null;
  for (const message of hasSuccess ? ordered.filter(isSuccess) : ordered) if (known(message) > 0 && (best === null || known(message) >= known(best))) best = message;
  if (best === null) return { value: noMethod, rule: "nothing_says", eventId: null };
  return { value: best.reading.details.method, rule: hasSuccess ? "from_success" : "from_latest", eventId: best.eventId };
}

function known({ reading }: MergedMessage): number {
  return Object.values(reading.details.method).filter((part) => part !== null).length;
}

/** Each field from the latest message that has it. */
function customerOf(ordered: readonly MergedMessage[]): Reasoned<PaymentCustomer> {
  const field = (name: keyof PaymentCustomer) => latest(ordered, ({ reading }) => reading.details.customer[name]);
  const [reference, name, email, country] = [field("reference"), field("name"), field("email"), field("country")];
  const first = [reference, name, email, country].find(({ eventId }) => eventId !== null);
  if (first === undefined) return { value: noCustomer, rule: "nothing_says", eventId: null };
  return { value: { reference: reference.value, name: name.value, email: email.value, country: country.value }, rule: first.rule, eventId: first.eventId };
}

/** Fees of what was done, the newest of each operation, in the currency of the first. */
function feesOf(messages: readonly MergedMessage[], operations: readonly Operation[]): Reasoned<Money | null> {
  const done = new Set(operations.filter(({ state }) => state === "done" || state === "paid" || state === "partially_paid").map(({ reference }) => reference));
  const fees = new Map<string, { readonly fee: Money; readonly eventId: string }>();
  for (const { eventId, reading } of messages) {
    const { fee } = reading.details;
    const operation = reading.facts[0]?.operation;
    if (fee !== null && operation !== undefined && done.has(operation)) fees.set(operation, { fee, eventId });
  }
  const all = [...fees.values()];
  const [first] = all;
  if (first === undefined) return { value: null, rule: "nothing_says", eventId: null };
  const amountMinor = all.filter(({ fee }) => fee.currency === first.fee.currency).reduce((sum, { fee }) => sum + fee.amountMinor, 0n);
  return { value: { ...first.fee, amountMinor }, rule: "sum_of_fees", eventId: all.at(-1)?.eventId ?? null };
}
