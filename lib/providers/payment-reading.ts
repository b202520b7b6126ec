import type { AvsResult, CheckResult, CvcResult } from "./card-checks.ts";
import type { Fact, Money } from "./fact.ts";

export interface PaymentMethod {
  /** `card`, or the provider's name of another method in lower case. */
  readonly type: string | null;
  /** Lower case, one spelling over all providers: `visa`, `mastercard`. */
  readonly brand: string | null;
  readonly last4: string | null;
}

export interface PaymentCustomer {
  readonly reference: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly country: string | null;
}

/** What an event says about a payment beside its facts; every member `null` where it says nothing. */
export interface PaymentDetails {
  readonly method: PaymentMethod;
  readonly customer: PaymentCustomer;
  readonly avs: CheckResult<AvsResult> | null;
  readonly cvc: CheckResult<CvcResult> | null;
  /** What the provider keeps for the operation of the event's facts. */
  readonly fee: Money | null;
  /**
   * The merchant's name for the session in which the payment was made. A fact of `scope: "session"` in a message that has it acts on
   * every payment of the session; in a message without it, on the payment that the fact names.
   */
  readonly session: string | null;
  /**
   * What the event says of its operation, as a text that is equal for equal statements; only where a provider sends statements again as new
   * events (Praxis), so that a repeat can be told from news.
   */
  readonly statement: string | null;
  /** Where an event without facts belongs, so that a payment's timeline shows it. */
  readonly note: { readonly payment: string; readonly operation: string } | null;
}

/** Everything that a transaction takes from one event: from the message and the source's settings alone. */
export interface PaymentReading {
  readonly providerType: string;
  /** The provider's time, or `null` when the message has none. */
  readonly occurredAt: Date | null;
  readonly flags: readonly string[];
  readonly facts: readonly Fact[];
  readonly details: PaymentDetails;
}

export const noMethod: PaymentMethod = { type: null, brand: null, last4: null };
export const noCustomer: PaymentCustomer = { reference: null, name: null, email: null, country: null };
export const noDetails: PaymentDetails = { method: noMethod, customer: noCustomer, avs: null, cvc: null, fee: null, session: null, statement: null, note: null };

const brandSpellings: ReadonlyMap<string, string> = new Map([
  ["visa", "visa"], ["visadankort", "visa"], ["electron", "visa"], ["mc", "mastercard"], ["mastercard", "mastercard"], ["maestro", "maestro"], ["amex", "amex"],
  ["american express", "amex"], ["americanexpress", "amex"], ["diners", "diners"], ["diners club", "diners"], ["discover", "discover"], ["jcb", "jcb"],
  ["cup", "unionpay"], ["unionpay", "unionpay"], ["cartebancaire", "cartes_bancaires"], ["cartes_bancaires", "cartes_bancaires"], ["bcmc", "bancontact"],
  ["dankort", "dankort"], ["elo", "elo"], ["eftpos_australia", "eftpos_au"], ["eftpos_au", "eftpos_au"],
]);

/** One spelling for a brand's name, whichever provider wrote it; wallets' suffixes (`visa_applepay`) fall away. `null` for what is no card brand. */
export function cardBrand(text: string | null): string | null {
  if (text === null) return null;
  const name = text.toLowerCase();
  return brandSpellings.get(name) ?? brandSpellings.get(name.replace(/_?(?:applepay|googlepay|samsungpay|alipay|paywithgoogle)$/, "")) ?? null;
}

/** The last four digits of a card number however masked; `null` where it does not end in four digits. */
export function lastFour(text: string | null): string | null {
  return text === null ? null : (/\d{4}$/.exec(text)?.[0] ?? null);
}

/** First and last name as one. */
export function fullName(first: string | null, last: string | null): string | null {
  const name = [first, last].filter((part) => part !== null).join(" ");
  return name === "" ? null : name;
}
