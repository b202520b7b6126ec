import type { LexicalJson } from "#lib/signing/lexical-json";
import type { AdyenStandardSettings } from "./adyen-settings.ts";
import { type AdyenItem, readAdyenItems } from "./adyen-standard.ts";
import { adyenExponent } from "./currency-exponents.ts";
import { type EventReading, unknownReading, withoutFacts } from "./event-reading.ts";
import type { Fact, FactKind } from "./fact.ts";
import { moneyFromMinor } from "./money.ts";
import { adyenAvs, adyenCvc } from "./card-checks.ts";
import { readPayload, textAt } from "./payload.ts";
import { cardBrand, lastFour, noDetails, type PaymentDetails } from "./payment-reading.ts";
import { timeFromIso } from "./provider-time.ts";

/** What a code means when `success` is true; codes that are not here carry no payment fact. */
const kindByCode: ReadonlyMap<string, FactKind> = new Map<string, FactKind>([
  ["AUTHORISATION", "auth"],
  ["AUTHORISATION_ADJUSTMENT", "auth"],
  ["OFFER_CLOSED", "expire"],
  ["EXPIRE", "expire"],
  ["CAPTURE", "capture"],
  ["CAPTURE_FAILED", "capture_failed"],
  ["CANCELLATION", "cancel"],
  ["TECHNICAL_CANCEL", "cancel"],
  ["REFUND", "refund"],
  ["REFUND_WITH_DATA", "refund"],
  ["REFUND_FAILED", "refund_failed"],
  ["REFUNDED_REVERSED", "refund_reversed"],
  ["POSTPONED_REFUND", "refund_requested"],
  ["VOID_PENDING_REFUND", "refund_canceled"],
  ["REQUEST_FOR_INFORMATION", "inquiry"],
  ["NOTIFICATION_OF_FRAUD", "dispute_note"],
  ["ISSUER_COMMENTS", "dispute_note"],
  ["NOTIFICATION_OF_CHARGEBACK", "dispute_open"],
  ["CHARGEBACK", "chargeback"],
  ["CHARGEBACK_REVERSED", "chargeback_reversed"],
  ["SECOND_CHARGEBACK", "chargeback_lost"],
  ["DISPUTE_DEFENSE_PERIOD_ENDED", "dispute_note"],
  ["INFORMATION_SUPPLIED", "dispute_note"],
  ["ISSUER_RESPONSE_TIMEFRAME_EXPIRED", "dispute_note"],
  ["PREARBITRATION_OPEN", "dispute_note"],
  ["PREARBITRATION_ACCEPTED", "dispute_note"],
  ["PREARBITRATION_DECLINED", "dispute_note"],
  ["PREARBITRATION_ISSUER_WITHDRAWN", "dispute_note"],
  ["PREARBITRATION_WON", "chargeback_reversed"],
  ["PREARBITRATION_LOST", "chargeback_lost"],
  ["SCHEME_ARBITRATION", "dispute_note"],
  ["SCHEME_ARBITRATION_WON", "chargeback_reversed"],
  ["SCHEME_ARBITRATION_LOST", "chargeback_lost"],
]);

/** What a code means when `success` is false; every other refused request leaves the payment as it was. */
const kindByFailedCode: ReadonlyMap<string, FactKind> = new Map<string, FactKind>([
  ["AUTHORISATION", "auth_failed"],
  ["CAPTURE", "capture_refused"],
  ["REFUND", "refund_failed"],
  ["REFUND_WITH_DATA", "refund_failed"],
]);

/** Codes that change nothing but belong to the payment's story, as far as no fact follows from them. */
const noteCodes = [
  "AUTHORISATION_ADJUSTMENT", "CANCELLATION", "TECHNICAL_CANCEL", "CANCEL_OR_REFUND", "POSTPONED_REFUND", "VOID_PENDING_REFUND",
  "MANUAL_REVIEW_ACCEPT", "MANUAL_REVIEW_REJECT", "AUTORESCUE", "CANCEL_AUTORESCUE",
];

/** Types that the facts alone would name otherwise. */
const typeByCode: ReadonlyMap<string, string> = new Map([
  ["AUTHORISATION_ADJUSTMENT", "payment.adjusted"],
  // Not final: a second chargeback may follow.
  ["CHARGEBACK_REVERSED", "dispute.updated"],
]);

export function readAdyenItem(body: Uint8Array, itemIndex: number, settings: AdyenStandardSettings): EventReading {
  const payload = readPayload(body);
  if (payload === null) return unknownReading("malformed_json");
  const item = readAdyenItems(payload.value)?.[itemIndex];
  if (item === undefined) return unknownReading("unknown_shape");
  const reading = readItem(item, settings);
  return payload.duplicates.length > 0 ? withoutFacts(reading, "duplicate_members") : reading;
}

function readItem(item: AdyenItem, settings: AdyenStandardSettings): EventReading {
  const at = timeFromIso(textAt(item.value, "eventDate"));
  const facts = factsOf(item, at, settings);
  return {
    providerType: item.eventCode,
    type: item.eventCode === "REPORT_AVAILABLE" ? "report.available" : facts.length > 0 ? (typeByCode.get(item.eventCode) ?? null) : null,
    occurredAt: at,
    references: [
      paymentOf(item), item.pspReference, item.merchantReference,
      additional(item.value, "shopperReference"), additional(item.value, "recurring.shopperReference"),
      additional(item.value, "modificationMerchantReferences"), additional(item.value, "paymentLinkId"),
    ],
    flags: [],
    facts,
    details: detailsOf(item, facts.length > 0),
  };
}

function detailsOf(item: AdyenItem, hasFacts: boolean): PaymentDetails {
  if (!hasFacts && !noteCodes.includes(item.eventCode)) return noDetails;
  const method = textAt(item.value, "paymentMethod");
  const brand = cardBrand(method);
  const summary = additional(item.value, "cardSummary");
  return {
    method: { type: brand === null ? (method?.toLowerCase() ?? null) : "card", brand, last4: lastFour(summary) },
    customer: {
      reference: additional(item.value, "shopperReference") ?? additional(item.value, "recurring.shopperReference"),
      name: additional(item.value, "shopperName") ?? additional(item.value, "cardHolderName"),
      email: additional(item.value, "shopperEmail"),
      country: additional(item.value, "shopperCountry"),
    },
    avs: adyenAvs(additional(item.value, "avsResult")),
    cvc: adyenCvc(additional(item.value, "cvcResult")),
    fee: null,
    session: null,
    statement: null,
    note: hasFacts ? null : { payment: paymentOf(item), operation: item.pspReference },
  };
}

function paymentOf(item: AdyenItem): string {
  return item.originalReference === "" ? item.pspReference : item.originalReference;
}

function factsOf(item: AdyenItem, at: Date | null, settings: AdyenStandardSettings): readonly Fact[] {
  const kind = kindOf(item);
  if (kind === null) return [];
  const fact: Fact = {
    kind,
    payment: paymentOf(item),
    operation: item.pspReference,
    amount: moneyFromMinor(item.amountValue, item.amountCurrency, adyenExponent),
    at,
    implied: false,
    // An offer that was never taken up says nothing once there is an authorisation.
    scope: item.eventCode === "OFFER_CLOSED" ? "session" : "payment",
  };
  // With automatic capture Adyen sends no CAPTURE for most methods.
  const capturesAtOnce = item.eventCode === "AUTHORISATION" && kind === "auth" && settings.captureMode === "automatic";
  return capturesAtOnce ? [fact, { ...fact, kind: "capture", implied: true }] : [fact];
}

function kindOf(item: AdyenItem): FactKind | null {
  if (item.success !== "true") return kindByFailedCode.get(item.eventCode) ?? null;
  if (item.eventCode !== "CANCEL_OR_REFUND") return kindByCode.get(item.eventCode) ?? null;
  const action = additional(item.value, "modification.action");
  return action === "cancel" || action === "refund" ? action : null;
}

/** Members of additionalData have dots in their names. */
function additional(item: LexicalJson, name: string): string | null {
  return textAt(item, "additionalData", name);
}
