import type { LexicalJson } from "#lib/signing/lexical-json";
import { schemeAvs, schemeCvc } from "./card-checks.ts";
import { isoExponent } from "./currency-exponents.ts";
import { type EventReading, unknownReading, withoutFacts } from "./event-reading.ts";
import type { Fact, FactKind } from "./fact.ts";
import { moneyFromMajor } from "./money.ts";
import { idAt, memberOf, readPayload, textAt } from "./payload.ts";
import { cardBrand, lastFour, noDetails, type PaymentDetails } from "./payment-reading.ts";
import type { HeaderMap } from "./provider.ts";
import { timeFromEither } from "./provider-time.ts";
import { webhookIdOf } from "./webhook-signature.ts";

const transactionPrefix = "payments.payment.transaction.";
const ownFamilies = /^(?:contact|conversation|message|group|attachment)\./;
const failures = ["DECLINED", "FAILURE", "FAILED", "ERROR"];

/** The shapes of envelope, told apart by their members (docs.prahsys.com and the Hosted Checkout page). */
interface Envelope {
  readonly type: string | null;
  readonly id: string | null;
  /** The object that the event is about. */
  readonly data: LexicalJson | null;
}

export function readPrahsysEvent({ body, headers }: { readonly body: Uint8Array; readonly headers: HeaderMap }): EventReading {
  const payload = readPayload(body);
  if (payload === null) return unknownReading("malformed_json");
  if (payload.value.kind !== "object") return unknownReading("unknown_shape");
  const reading = readEnvelope(envelopeOf(payload.value, headers));
  return payload.duplicates.length > 0 ? withoutFacts(reading, "duplicate_members") : reading;
}

function envelopeOf(value: LexicalJson, headers: HeaderMap): Envelope {
  const payload = memberOf(value, "payload");
  const inner = payload === null ? null : (memberOf(payload, "data") ?? payload);
  const eventType = textAt(value, "eventType");
  if (eventType !== null && payload !== null) return { type: eventType, id: textAt(value, "eventId"), data: inner };
  const type = textAt(value, "type");
  if (type !== null && payload !== null) return { type, id: textAt(value, "id"), data: inner };
  const data = memberOf(value, "data");
  if (type !== null && data !== null) return { type, id: textAt(value, "id"), data };
  const operation = textAt(data, "operation");
  return { type: operation === null ? (eventType ?? type) : transactionPrefix + operation.toLowerCase(), id: webhookIdOf(headers), data };
}

function readEnvelope({ type, id, data }: Envelope): EventReading {
  if (type === null) return { ...unknownReading("unknown_shape"), references: [id, ...referencesOf(data)] };
  const at = timeFromEither(textAt(data, "createdAt") ?? textAt(data, "created_at"));
  const reading: EventReading = {
    providerType: type,
    type: ownFamilies.test(type) ? type : null,
    occurredAt: at,
    references: [...referencesOf(data), id],
    flags: [],
    facts: [],
    details: noDetails,
  };
  const named = type.startsWith(transactionPrefix) ? type.slice(transactionPrefix.length) : null;
  const given = textAt(data, "operation")?.toLowerCase() ?? null;
  if (named !== null && given !== null && named !== given) return withoutFacts(reading, "ambiguous_type");
  const kinds = kindsOf(named ?? given ?? olderNames.get(type) ?? null, textAt(data, "result"));
  return kinds.length === 0 ? reading : withFacts(reading, kinds, data, named ?? given ?? "");
}

function referencesOf(data: LexicalJson | null): EventReading["references"] {
  const names = ["targetTransactionId", "id", "reference", "merchantReference", "orderId", "customerId", "conversation_id"];
  return [idAt(data, "payment"), ...names.map((name) => textAt(data, name)), idAt(data, "order"), idAt(data, "customer"), textAt(data, "contact", "id")];
}

function withFacts(reading: EventReading, kinds: readonly FactKind[], data: LexicalJson | null, operation: string): EventReading {
  const id = textAt(data, "id");
  if (id === null) return { ...reading, flags: ["unknown_shape"] };
  const target = textAt(data, "targetTransactionId");
  const text = textAt(data, "amount");
  const amount = moneyFromMajor(text, textAt(data, "currency"), isoExponent);
  // Only amounts in dollars are documented: one that does not fit its currency is shown as it is and counts for nothing.
  const payment = idAt(data, "payment") ?? target ?? id;
  if (text !== null && amount === null) return { ...reading, flags: ["amount_unread"], details: { ...detailsOf(data), note: { payment, operation: id } } };
  if (operation === "" && amount === null) return reading;
  const flags = amount !== null && amount.exponent !== 2 ? ["exponent_unconfirmed"] : [];
  const facts = kinds.map(
    (kind): Fact => ({
      kind,
      payment,
      // Both are about the operation that they name, not about themselves.
      operation: (kind === "void" || kind === "chargeback_reversed") && target !== null ? target : id,
      amount,
      at: reading.occurredAt,
      implied: kind === "auth" && operation === "pay",
      scope: "payment",
    }),
  );
  return { ...reading, type: operation === "update_authorization" ? "payment.adjusted" : reading.type, flags, facts, details: detailsOf(data) };
}

function detailsOf(data: LexicalJson | null): PaymentDetails {
  const card = memberOf(data, "card") ?? memberOf(data, "payment", "card");
  const customer = memberOf(data, "customer") ?? memberOf(data, "payment", "customer");
  const brand = cardBrand(textAt(card, "brand") ?? textAt(card, "scheme"));
  return {
    ...noDetails,
    method: { type: card?.kind === "object" ? "card" : null, brand, last4: lastFour(textAt(card, "last4") ?? textAt(card, "number")) },
    customer: {
      reference: textAt(data, "customerId") ?? idAt(data, "customer") ?? idAt(data, "payment", "customer"),
      name: textAt(customer, "name"),
      email: textAt(customer, "email"),
      country: textAt(customer, "country"),
    },
    avs: schemeAvs(textAt(data, "avsCode")),
    cvc: schemeCvc(textAt(data, "cscCode")),
  };
}

const kindsByOperation: ReadonlyMap<string, readonly FactKind[]> = new Map<string, readonly FactKind[]>([
  ["authorize", ["auth"]],
  ["update_authorization", ["auth"]],
  ["capture", ["capture"]],
  ["pay", ["auth", "capture"]],
  ["refund", ["refund"]],
  ["void", ["void"]],
  ["chargeback", ["chargeback"]],
  ["chargeback_reversal", ["chargeback_reversed"]],
  ["created", ["created"]],
  ["failed", ["auth_failed"]],
  ["canceled", ["cancel"]],
]);

/** Names of the older packages, as far as they carry an amount. */
const olderNames: ReadonlyMap<string, string> = new Map([
  ["payment.created", "created"],
  ["payment.authorized", "authorize"],
  ["payment.captured", "capture"],
  ["payment.failed", "failed"],
  ["payment.refunded", "refund"],
  ["payment.voided", "canceled"],
]);

function kindsOf(operation: string | null, result: string | null): readonly FactKind[] {
  if (operation === null || !kindsByOperation.has(operation)) return [];
  const done = kindsByOperation.get(operation) ?? [];
  if (result === null || result === "SUCCESS") return done;
  if (result === "PENDING") return operation === "refund" ? ["refund_requested"] : operation === "pay" || operation === "authorize" ? ["pending"] : [];
  if (!failures.includes(result)) return [];
  if (operation === "refund") return ["refund_failed"];
  if (operation === "capture") return ["capture_failed"];
  return operation === "pay" || operation === "authorize" ? ["auth_failed"] : [];
}
