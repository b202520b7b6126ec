import { writeJson } from "#lib/platform/raw-json";
import { praxisSettings, type PraxisSettings } from "#lib/providers/praxis-settings";
import { sha384, toHex, utf8Bytes } from "#lib/signing/digest";
import { alphanumeric, derivedText, digits } from "./randomness.ts";
import { praxisMessages, type PraxisMessageKind, praxisTidOf } from "./praxis-messages.ts";
import type { SimulatedOperation } from "./simulated-operation.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";
import { defineSimulation, entryOf, SimulationError, typesOf, type SimulatedMessage, type WritingInput } from "./simulation.ts";

const rate = "1.000000";
const version = "1.3";

export const simulatePraxis = defineSimulation<PraxisSettings>({
  id: "praxis",
  settings: praxisSettings,
  demoSettings: (given) => ({ merchantId: "Demo-Merchant", applicationKey: "Shop", ...given }),
  types: () => typesOf(praxisMessages),
  message: (input) => {
    const kind = entryOf(praxisMessages, input.type);
    return kind.message === "subscription" ? subscriptionMessage(input, kind) : paymentMessage(input, kind);
  },
});

function paymentMessage({ settings, type, payment, operation, nowSeconds }: WritingInput<PraxisSettings>, kind: PraxisMessageKind): SimulatedMessage {
  const details = kind.message === "attempt" ? attemptOf(payment) : kind.message === "transaction" ? transactionOf(payment, operation, kind) : null;
  const timestamp = String(nowSeconds);
  // Praxis wiki, "Webhooks Notification" and "Webhooks Validation": values in this order, null left out, then the secret.
  const signed = [settings.merchantId, settings.applicationKey, timestamp, payment.customer.token, payment.orderReference, ...(details?.signed ?? [])];
  const session = sessionOf(payment, kind);
  const body = {
    merchant_id: settings.merchantId,
    application_key: settings.applicationKey,
    ...(kind.message === "transaction" ? { conversion_rate: rate } : {}),
    customer: {
      customer_token: payment.customer.token,
      country: payment.customer.country,
      first_name: payment.customer.firstName,
      last_name: payment.customer.lastName,
      avs_alert: 0,
      verification_alert: null,
    },
    session,
    [kind.message === "attempt" ? "transaction_attempt" : "transaction"]: details?.members ?? null,
    version,
    timestamp: nowSeconds,
  };
  return {
    kind: kind.message === "attempt" ? "validation" : "notification",
    type,
    covered: payment.orderReference,
    sign: ([secret]) => ({ headers: headersFor(signed, secret), body: written(body) }),
  };
}

function sessionOf(payment: SimulatedPayment, kind: PraxisMessageKind): Readonly<Record<string, unknown>> {
  return {
    auth_token: derivedText(payment.id, "auth token", alphanumeric, 30),
    intent: kind.transactionType === "payout" ? "withdrawal" : "payment",
    session_status: kind.sessionStatus,
    order_id: payment.orderReference,
    currency: payment.currency,
    amount: payment.amountMinor,
    conversion_rate: null,
    processed_currency: payment.currency,
    processed_amount: payment.amountMinor,
    payment_method: "Credit Card",
    gateway: null,
    cid: payment.customer.reference,
    variable1: null,
    variable2: null,
    variable3: null,
  };
}

interface Details {
  readonly members: Readonly<Record<string, unknown>>;
  readonly signed: readonly string[];
}

function transactionOf(payment: SimulatedPayment, operation: SimulatedOperation, { transactionType, status, actsOn }: PraxisMessageKind): Details {
  const amount = operation.amountMinor;
  const paymentTid = praxisTidOf(payment, "payment");
  // What acts on another transaction is one of its own; everything else is told of the payment itself.
  const tid = actsOn === undefined ? paymentTid : praxisTidOf(payment, `${actsOn}${operation.name}`);
  const isRefused = status === "rejected" || status === "declined" || status === "error";
  return {
    signed: [tid, payment.currency, String(amount), rate, payment.currency, String(amount)],
    members: {
      transaction_type: transactionType,
      transaction_status: status,
      tid: BigInt(tid),
      transaction_id: derivedText(payment.id, `${transactionType}${operation.name} id`, digits, 6),
      currency: payment.currency,
      amount,
      conversion_rate: rate,
      processed_currency: payment.currency,
      processed_amount: amount,
      fee: 0,
      fee_included: 0,
      fee_type: "flat",
      payment_method: "Credit Card",
      payment_processor: "DemoProcessor",
      gateway: derivedText(payment.id, "gateway", alphanumeric, 30),
      card: cardOf(payment),
      wallet: null,
      is_async: 0,
      is_cascade: 0,
      cascade_level: 0,
      reference_id: actsOn === undefined ? null : BigInt(paymentTid),
      withdrawal_request_id: null,
      created_by: "INTERNET",
      edited_by: "INTERNET",
      status_code: isRefused ? "SC-013" : "SC-002",
      status_details: isRefused ? "Transaction declined" : "Transaction approved",
    },
  };
}

function attemptOf(payment: SimulatedPayment): Details {
  const amount = payment.amountMinor;
  return {
    signed: [payment.currency, String(amount), rate, payment.currency, String(amount)],
    members: {
      intent: "sale",
      currency: payment.currency,
      amount,
      conversion_rate: rate,
      attempted_currency: payment.currency,
      attempted_amount: amount,
      payment_method: "Credit Card",
      card_data: { ...cardOf(payment), cvv: "***" },
      wallet_data: null,
      withdrawal_request_id: null,
    },
  };
}

/** Praxis, "Subscription API: Notifications". */
function subscriptionMessage({ settings, type, payment, nowSeconds }: WritingInput<PraxisSettings>, kind: PraxisMessageKind): SimulatedMessage {
  // The same over all renewals.
  const subscriptionId = derivedText(payment.customer.reference, "subscription", digits, 7);
  const planId = derivedText(payment.customer.reference, "plan", digits, 3);
  const event = type.slice(type.indexOf(".") + 1);
  const body = {
    event,
    merchant_id: settings.merchantId,
    application_key: settings.applicationKey,
    cid: payment.customer.reference,
    plan_id: planId,
    subscription_id: subscriptionId,
    subscription_status: kind.status,
    version,
    timestamp: nowSeconds,
  };
  const signed = [event, settings.merchantId, settings.applicationKey, payment.customer.reference, planId, subscriptionId, kind.status, String(nowSeconds)];
  return { kind: "notification", type, covered: subscriptionId, sign: ([secret]) => ({ headers: headersFor(signed, secret), body: written(body) }) };
}

function headersFor(signed: readonly string[], secret: string): Readonly<Record<string, string>> {
  if (secret === "") throw new SimulationError("This key cannot sign for Praxis: it is empty.");
  return { "content-type": "application/json; charset=utf-8", "Gt-Authentication": toHex(sha384(signed.join(""), secret)) };
}

/** PHP escapes slashes in JSON. */
function written(body: unknown): Uint8Array {
  return utf8Bytes(writeJson(body).replaceAll("/", "\\/"));
}

function cardOf({ card }: SimulatedPayment): Readonly<Record<string, string>> {
  return {
    card_type: { mc: "MASTERCARD", amex: "AMEX" }[card.brand] ?? "VISA",
    card_number: `${card.first6}******${card.last4}`,
    card_exp: `${String(card.expiryMonth).padStart(2, "0")}/${String(card.expiryYear)}`,
  };
}
