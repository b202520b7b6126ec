import type { LexicalJson } from "#lib/signing/lexical-json";
import { praxisAvs } from "./card-checks.ts";
import { isPraxisExponentUnconfirmed, praxisExponent } from "./currency-exponents.ts";
import { type EventReading, unknownReading, withoutFacts } from "./event-reading.ts";
import type { Fact, FactKind } from "./fact.ts";
import { moneyFromMinor } from "./money.ts";
import { memberOf, readPayload, textAt } from "./payload.ts";
import { cardBrand, fullName, lastFour, noDetails, type PaymentCustomer, type PaymentDetails } from "./payment-reading.ts";
import { timeFromUnix } from "./provider-time.ts";

const failed = ["rejected", "declined", "error"];
const canceled = ["cancelled", "canceled"];
const waiting = ["pending", "pending_async", "in progress", "in_progress"];

export function readPraxisEvent(body: Uint8Array): EventReading {
  const payload = readPayload(body);
  if (payload === null) return unknownReading("malformed_json");
  const { value } = payload;
  if (value.kind !== "object") return unknownReading("unknown_shape");
  const reading = readMessage(value);
  return payload.duplicates.length > 0 ? withoutFacts(reading, "duplicate_members") : reading;
}

function readMessage(value: LexicalJson): EventReading {
  if (memberOf(value, "subscription_id") !== null) return readSubscription(value);
  const transaction = memberOf(value, "transaction");
  if (transaction?.kind === "object") return readTransaction(value, transaction);
  return readSession(value);
}

/** References that every message may carry. */
function commonReferences(value: LexicalJson): readonly (string | null)[] {
  return [textAt(value, "session", "order_id"), textAt(value, "customer", "customer_token"), textAt(value, "session", "cid") ?? textAt(value, "cid")];
}

function readSubscription(value: LexicalJson): EventReading {
  return {
    providerType: `subscription.${textAt(value, "event") ?? "unknown"}`,
    type: null,
    occurredAt: timeFromUnix(textAt(value, "timestamp")),
    references: [textAt(value, "subscription_id"), textAt(value, "plan_id"), ...commonReferences(value)],
    flags: [],
    facts: [],
    details: noDetails,
  };
}

/** A session without a transaction: it waits, or its 15 minutes are over. */
function readSession(value: LexicalJson): EventReading {
  const status = textAt(value, "session", "session_status");
  if (status === null) return unknownReading("unknown_shape");
  const at = timeFromUnix(textAt(value, "timestamp"));
  const orderId = textAt(value, "session", "order_id");
  const kind = sessionKinds.get(status) ?? null;
  const amount = moneyFromMinor(textAt(value, "session", "amount"), textAt(value, "session", "currency"), praxisExponent);
  const facts: readonly Fact[] =
    kind === null || orderId === null ? [] : [{ kind, payment: orderId, operation: orderId, amount, at, implied: false, scope: "session" }];
  return { providerType: `session.${status}`, type: null, occurredAt: at, references: commonReferences(value), flags: [], facts, details: { ...noDetails, customer: customerOf(value), session: orderId } };
}

const sessionKinds: ReadonlyMap<string, FactKind> = new Map<string, FactKind>([
  ["created", "created"],
  ["open", "action_required"],
  ["action required", "action_required"],
  ["action_required", "action_required"],
  ["expired", "expire"],
]);

function readTransaction(value: LexicalJson, transaction: LexicalJson): EventReading {
  const type = textAt(transaction, "transaction_type") ?? "unknown";
  const status = textAt(transaction, "transaction_status") ?? "unknown";
  const currency = textAt(transaction, "currency");
  const at = timeFromUnix(textAt(value, "timestamp"));
  const facts = factsOf(transaction, type, status, at);
  const flags: string[] = [];
  if (status === "duplicated") flags.push("duplicated");
  else if (facts.length === 0) flags.push("unknown_status");
  if (currency !== null && isPraxisExponentUnconfirmed(currency.toUpperCase())) flags.push("exponent_unconfirmed");
  return {
    providerType: `${type}.${status}`,
    type: null,
    occurredAt: at,
    references: [
      textAt(transaction, "reference_id"), textAt(transaction, "tid"), textAt(transaction, "transaction_id"),
      textAt(transaction, "withdrawal_request_id"), ...commonReferences(value),
    ],
    flags,
    facts,
    details: detailsOf(value, transaction, type, facts.length > 0),
  };
}

function customerOf(value: LexicalJson): PaymentCustomer {
  const customer = memberOf(value, "customer");
  return {
    reference: textAt(value, "session", "cid") ?? textAt(value, "cid") ?? textAt(customer, "customer_token"),
    name: fullName(textAt(customer, "first_name"), textAt(customer, "last_name")),
    email: textAt(customer, "email"),
    country: textAt(customer, "country"),
  };
}

function detailsOf(value: LexicalJson, transaction: LexicalJson, type: string, hasFacts: boolean): PaymentDetails {
  const card = memberOf(transaction, "card");
  const method = textAt(transaction, "payment_method");
  const tid = textAt(transaction, "tid");
  const payment = paymentOf(transaction, type) ?? tid;
  return {
    method: {
      type: card?.kind === "object" ? "card" : (method?.toLowerCase() ?? null),
      brand: cardBrand(textAt(card, "card_type")),
      last4: lastFour(textAt(card, "card_number")),
    },
    customer: customerOf(value),
    avs: praxisAvs(textAt(value, "customer", "avs_alert")),
    cvc: null,
    fee: moneyFromMinor(textAt(transaction, "fee"), textAt(transaction, "currency"), praxisExponent),
    // A refund is made outside of the customer's session, whatever order it names.
    session: type === "refund" ? null : textAt(value, "session", "order_id"),
    statement: JSON.stringify(statementMembers.map((name) => textAt(transaction, name))),
    note: hasFacts || tid === null || payment === null ? null : { payment, operation: tid },
  };
}

/** What a repeat has in common with the event before it. */
const statementMembers = ["tid", "transaction_type", "transaction_status", "currency", "amount", "processed_currency", "processed_amount"];

/** A refund, and a sale that captures an authorization, name the transaction that they act on; a refund that names none has no payment. */
function paymentOf(transaction: LexicalJson, type: string): string | null {
  const reference = type === "refund" || type === "sale" ? textAt(transaction, "reference_id") : null;
  return reference ?? (type === "refund" ? null : textAt(transaction, "tid"));
}

function factsOf(transaction: LexicalJson, type: string, status: string, at: Date | null): readonly Fact[] {
  const tid = textAt(transaction, "tid");
  if (tid === null) return [];
  const reference = textAt(transaction, "reference_id");
  const amount = moneyFromMinor(textAt(transaction, "amount"), textAt(transaction, "currency"), praxisExponent);
  const payment = paymentOf(transaction, type);
  const fact = (kind: FactKind, implied = false): Fact => ({ kind, payment, operation: tid, amount, at, implied, scope: "payment" });
  if (type === "sale" && status === "approved") {
    // A sale that names another transaction captures that authorization.
    return reference === null ? [fact("auth", true), fact("capture")] : [fact("capture")];
  }
  const kind = kindOf(type, status);
  if (kind === null) return [];
  // Where a sale captures an authorization, its failure leaves the authorization as it was.
  const isFailedCapture = type === "sale" && reference !== null && (kind === "auth_failed" || kind === "cancel");
  return [fact(isFailedCapture ? "capture_refused" : kind)];
}

/** What a type and a status mean; `null` for pairs that no page explains. */
function kindOf(type: string, status: string): FactKind | null {
  if (status === "duplicated") return null;
  if (status === "chargeback") return "chargeback";
  if (type === "refund") return refundKind(status);
  if (type === "payout" || type === "withdrawal") return payoutKind(status);
  if (status === "initialized") return "created";
  if (waiting.includes(status)) return "pending";
  return type === "sale" || type === "authorization" || type === "authorize" ? paymentKind(type, status) : null;
}

function paymentKind(type: string, status: string): FactKind | null {
  if (failed.includes(status)) return "auth_failed";
  if (canceled.includes(status)) return "cancel";
  if (status === "reversed") return "void";
  if (type !== "sale") return status === "authorized" || status === "approved" ? "auth" : null;
  if (status === "refund") return "refunded_in_full";
  return status === "partial_refund" ? "refunded_in_part" : null;
}

function refundKind(status: string): FactKind | null {
  if (status === "approved") return "refund";
  if (status === "initialized" || status === "requested" || waiting.includes(status)) return "refund_requested";
  if (canceled.includes(status)) return "refund_canceled";
  return failed.includes(status) ? "refund_failed" : null;
}

function payoutKind(status: string): FactKind | null {
  if (status === "payment" || status === "approved") return "payout_paid";
  if (status === "partial_payout" || status === "split") return "payout_part_paid";
  if (status === "requested" || status === "initialized" || waiting.includes(status)) return "payout_pending";
  return failed.includes(status) || canceled.includes(status) ? "payout_failed" : null;
}
