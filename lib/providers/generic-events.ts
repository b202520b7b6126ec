import type { LexicalJson } from "#lib/signing/lexical-json";
import { isoExponent } from "./currency-exponents.ts";
import { type EventReading, unknownReading, withoutFacts } from "./event-reading.ts";
import type { Fact, FactKind, Money } from "./fact.ts";
import { moneyFromMajor, moneyFromMinor } from "./money.ts";
import { idAt, memberOf, readPayload, textAt, valueAtPointer } from "./payload.ts";
import { cardBrand, lastFour, noDetails, type PaymentDetails } from "./payment-reading.ts";
import { timeFromEither } from "./provider-time.ts";

/** Where a sender puts things: JSON pointers, `null` for the usual places. */
export interface EventPlaces {
  readonly idPath: string | null;
  readonly typePath: string | null;
  readonly timePath: string | null;
  readonly amountPath: string | null;
  readonly currencyPath: string | null;
  readonly paymentPath: string | null;
  readonly refundPath: string | null;
  readonly amountUnit: "minor" | "major";
}

export const usualPlaces: EventPlaces = {
  idPath: null, typePath: null, timePath: null, amountPath: null, currencyPath: null, paymentPath: null, refundPath: null, amountUnit: "minor",
};

/** Members that hold references, amounts or times in the usual envelope. */
export const commonUnmaskedMembers: ReadonlySet<string> = new Set([
  "id", "event_id", "payment_id", "refund_id", "payment", "refund", "customer_id", "order_id", "reference", "merchant_reference",
  "transaction_id", "amount", "created", "created_at", "updated_at", "timestamp",
]);

const customerTypes = ["customer.created", "customer.updated"];

const factsByType: ReadonlyMap<string, readonly FactKind[]> = new Map<string, readonly FactKind[]>([
  ["payment.completed", ["auth", "capture"]],
  ["payment.failed", ["auth_failed"]],
  ["refund.initiated", ["refund_requested"]],
  ["refund.completed", ["refund"]],
]);

/** The event of a gateway page with the six usual types; every other type is stored without a fact. */
export function readGenericEvent(body: Uint8Array, places: EventPlaces): EventReading {
  const payload = readPayload(body);
  if (payload === null) return unknownReading("malformed_json");
  const { value } = payload;
  if (value.kind !== "object") return unknownReading("unknown_shape");
  const { type, isAmbiguous } = readGenericType(value, places);
  if (type === null) return { ...unknownReading("unknown_shape"), references: referencesOf(value, null, null) };
  const reading = readEnvelope(value, type, places);
  if (isAmbiguous) return withoutFacts(reading, "ambiguous_type");
  return payload.duplicates.length > 0 ? withoutFacts(reading, "duplicate_members") : reading;
}

/** The type under `event` or `type`; ambiguous where both are there and differ. */
export function readGenericType(value: LexicalJson, places: EventPlaces): { readonly type: string | null; readonly isAmbiguous: boolean } {
  if (places.typePath !== null) return { type: pointed(value, places.typePath), isAmbiguous: false };
  const event = textAt(value, "event");
  const type = textAt(value, "type");
  return { type: event ?? type, isAmbiguous: event !== null && type !== null && event !== type };
}

/** The event's own id, `null` where it has none. */
export function readGenericId(value: LexicalJson, places: EventPlaces): string | null {
  return places.idPath === null ? (textAt(value, "id") ?? textAt(value, "event_id")) : pointed(value, places.idPath);
}

function pointed(value: LexicalJson, pointer: string): string | null {
  const found = valueAtPointer(value, pointer);
  return (found?.kind === "string" || found?.kind === "number") && found.text !== "" ? found.text : null;
}

function readEnvelope(value: LexicalJson, type: string, places: EventPlaces): EventReading {
  const data = dataOf(value);
  const isRefund = type.startsWith("refund.");
  const payment = places.paymentPath === null ? (idAt(data, "payment_id") ?? idAt(data, "payment") ?? (isRefund ? null : idAt(data, "id"))) : pointed(value, places.paymentPath);
  const refund = places.refundPath === null ? (idAt(data, "refund_id") ?? idAt(data, "id")) : pointed(value, places.refundPath);
  const at = timeFromEither(places.timePath === null ? (textAt(value, "created_at") ?? textAt(value, "timestamp") ?? textAt(value, "created")) : pointed(value, places.timePath));
  const operation = isRefund ? refund : payment;
  const { amount, isUnread } = readAmount(value, data, places);
  const kinds = operation === null ? [] : (factsByType.get(type) ?? []);
  const facts = operation === null ? [] : kinds.map((kind): Fact => ({ kind, payment, operation, amount, at, implied: kind === "auth", scope: "payment" }));
  const flags: string[] = [];
  if (isRefund && payment === null) flags.push("unlinked");
  if (isUnread && facts.length > 0) flags.push("amount_unread");
  return {
    providerType: type,
    type: customerTypes.includes(type) || factsByType.has(type) ? type : null,
    occurredAt: at,
    references: referencesOf(value, payment, isRefund ? refund : null),
    flags,
    facts,
    details: detailsOf(data),
  };
}

function detailsOf(data: LexicalJson | null): PaymentDetails {
  const card = memberOf(data, "card") ?? memberOf(data, "payment_method", "card");
  const customer = memberOf(data, "customer");
  const method = textAt(data, "payment_method") ?? textAt(data, "payment_method", "type") ?? textAt(data, "method");
  return {
    ...noDetails,
    method: {
      type: card?.kind === "object" ? "card" : (method?.toLowerCase() ?? null),
      brand: cardBrand(textAt(card, "brand") ?? textAt(card, "scheme")),
      last4: lastFour(textAt(card, "last4") ?? textAt(card, "number")),
    },
    customer: {
      reference: idAt(data, "customer_id") ?? idAt(data, "customer"),
      name: textAt(customer, "name") ?? textAt(data, "customer_name"),
      email: textAt(customer, "email") ?? textAt(data, "customer_email"),
      country: textAt(customer, "country"),
    },
  };
}

function dataOf(value: LexicalJson): LexicalJson | null {
  const data = memberOf(value, "data");
  const inner = memberOf(data, "object");
  return inner?.kind === "object" ? inner : data;
}

function referencesOf(value: LexicalJson, payment: string | null, refund: string | null): EventReading["references"] {
  const data = dataOf(value);
  const names = ["id", "payment_id", "refund_id", "order_id", "reference", "merchant_reference", "transaction_id", "customer_id"];
  return [payment, refund, ...names.map((name) => textAt(data, name)), idAt(data, "order"), idAt(data, "customer"), textAt(value, "id") ?? textAt(value, "event_id")];
}

/** An integer is minor units; a decimal is read only where the profile says that amounts are major units. */
function readAmount(value: LexicalJson, data: LexicalJson | null, places: EventPlaces): { readonly amount: Money | null; readonly isUnread: boolean } {
  const nested = memberOf(data, "amount");
  const text = places.amountPath === null ? (textAt(data, "amount") ?? textAt(nested, "value")) : pointed(value, places.amountPath);
  const currency = places.currencyPath === null ? (textAt(data, "currency") ?? textAt(nested, "currency")) : pointed(value, places.currencyPath);
  const amount = places.amountUnit === "major" ? moneyFromMajor(text, currency, isoExponent) : moneyFromMinor(text, currency, isoExponent);
  return { amount, isUnread: text !== null && amount === null };
}
