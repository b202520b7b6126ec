import type { Money } from "#lib/providers/fact";
import type { AnomalyCode } from "#lib/transactions/anomalies";
import { formatMinor } from "../ui/money-format.ts";

/** What shows an anomaly: amounts side by side, currencies, operations. */
export type AnomalyEvidence = Readonly<Record<string, Money | string | null>>;

interface AnomalySentences {
  /** What happened, with its evidence. */
  readonly what: string;
  /** What to do about it. */
  readonly next: string;
}

type Say = (evidence: AnomalyEvidence) => AnomalySentences;

/** Every anomaly in two sentences: what the messages show, and what a person should do. */
export function anomalySentences(code: AnomalyCode, evidence: AnomalyEvidence): AnomalySentences {
  const { what, next } = sayings[code](evidence);
  return { what: what.charAt(0).toUpperCase() + what.slice(1), next };
}

const sayings: Readonly<Record<AnomalyCode, Say>> = {
  captured_over_authorized: (found) => ({
    what: `${money(found, "captured")} were captured, but only ${money(found, "authorized")} authorized.`,
    next: "Look at the captures below: one of them may have been sent twice. What is too much can be refunded at the provider.",
  }),
  refunded_over_captured: (found) => ({
    what: `${money(found, "refunded")} were refunded, but only ${money(found, "captured")} captured.`,
    next: "Look at the refunds below, and ask the provider whether all of them were paid out.",
  }),
  amount_changed: (found) => ({
    what: `A message says ${money(found, "after")} where an earlier one said ${money(found, "before")}${operation(found)}.`,
    next: "Compare it with the order before goods are sent.",
  }),
  currency_changed: (found) => ({
    what: `Messages name two currencies: ${text(found, "before")} and ${text(found, "after")}. Only amounts of one are added up.`,
    next: "Ask the provider which currency was charged.",
  }),
  refund_amount_unknown: () => ({
    what: "A part was refunded, and no message says how much.",
    next: "Look the refund up at the provider; the refunded amount above is too low until a message tells it.",
  }),
  event_after_manual_close: (found) => ({
    what: `${text(found, "providerType")} arrived after the transaction had been closed by hand.`,
    next: "Check that the status chosen then still holds; reopen the transaction if the message is right.",
  }),
  final_state_contradicted: (found) => ({
    what: contradictions.get(text(found, "what")) ?? "Two messages about the same operation say the opposite of each other.",
    next: "The later message counts, and captured money is never taken away by it. Confirm the outcome at the provider.",
  }),
  capture_without_authorization: (found) => ({
    what: `${money(found, "captured")} were captured, and no message tells of an authorization.`,
    next: "The authorization’s message may be missing: look among the rejected requests of this source.",
  }),
  exponent_unconfirmed: (found) => ({
    what: `The provider does not publish how many decimals it counts for ${text(found, "currency")}; the amounts are read by ISO 4217.`,
    next: "Compare one amount with the provider’s back office: it may be off by a factor of ten or a hundred.",
  }),
  same_digest_other_body: () => ({
    what: "Two messages carry the same signed fields, but differ in the rest, which nobody signs.",
    next: "Compare the two events: what is not signed may have been changed on its way.",
  }),
};

const contradictions: ReadonlyMap<string, string> = new Map([
  ["repeated_later", "A message was sent again after its contrary had happened: perhaps it happened a second time."],
  ["canceled_after_capture", "A cancellation arrived for a payment that was captured in full."],
  ["success_and_failure", "One message says that it succeeded, another that it failed."],
  ["expired_after_capture", "An expiry arrived for a payment that was captured in full."],
]);

function money(evidence: AnomalyEvidence, name: string): string {
  const value = evidence[name];
  if (value === undefined || value === null || typeof value === "string") return "an unknown amount";
  return `${formatMinor(value.amountMinor, value.exponent)} ${value.currency}`;
}

function text(evidence: AnomalyEvidence, name: string): string {
  const value = evidence[name];
  return typeof value === "string" ? value : "a message";
}

function operation(evidence: AnomalyEvidence): string {
  const value = evidence["operation"];
  return typeof value === "string" ? ` for ${value}` : "";
}
