import { z } from "zod";
import { hmac, toHex, utf8Bytes } from "#lib/signing/digest";
import { alphanumeric, derivedText, randomText } from "./randomness.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";
import { defineSimulation, entryOf, SimulationError, typesOf } from "./simulation.ts";

type StripeObject = Readonly<Record<string, unknown>>;

const objects: Readonly<Record<string, (payment: SimulatedPayment, createdSeconds: number) => StripeObject>> = {
  "payment_intent.succeeded": (payment, created) => intent(payment, created, "succeeded", { amount_received: Number(payment.amountMinor), latest_charge: idOf(payment, "ch") }),
  "payment_intent.created": (payment, created) => intent(payment, created, "requires_payment_method"),
  "payment_intent.requires_action": (payment, created) => intent(payment, created, "requires_action"),
  "payment_intent.amount_capturable_updated": (payment, created) =>
    intent(payment, created, "requires_capture", { amount_capturable: Number(payment.amountMinor), latest_charge: idOf(payment, "ch") }),
  "payment_intent.payment_failed": (payment, created) =>
    intent(payment, created, "requires_payment_method", { last_payment_error: { code: "card_declined", decline_code: "insufficient_funds", type: "card_error" } }),
  "payment_intent.canceled": (payment, created) => intent(payment, created, "canceled", { cancellation_reason: "requested_by_customer" }),
  "charge.succeeded": charge,
  "refund.created": (payment, created) => refund(payment, created, "pending"),
  "refund.updated": (payment, created) => refund(payment, created, "succeeded"),
  "charge.dispute.created": (payment, created) => ({
    id: idOf(payment, "dp"),
    object: "dispute",
    amount: Number(payment.amountMinor),
    charge: idOf(payment, "ch"),
    created,
    currency: payment.currency.toLowerCase(),
    payment_intent: idOf(payment, "pi"),
    reason: "fraudulent",
    status: "needs_response",
  }),
};

export const simulateStripe = defineSimulation({
  id: "stripe",
  settings: z.object({}),
  demoSettings: (given) => given,
  types: () => typesOf(objects),
  message: ({ type, payment, mode, nowSeconds, random }) => {
    const id = `evt_${randomText(random, alphanumeric, 24)}`;
    const event = {
      id,
      object: "event",
      api_version: "2026-09-30.basil",
      created: nowSeconds,
      data: { object: { ...entryOf(objects, type)(payment, nowSeconds), livemode: mode === "live" } },
      livemode: mode === "live",
      pending_webhooks: 1,
      request: { id: `req_${randomText(random, alphanumeric, 14)}`, idempotency_key: null },
      type,
    };
    // Stripe writes its bodies indented.
    const body = utf8Bytes(JSON.stringify(event, null, 2));
    return {
      kind: "notification",
      type,
      covered: id,
      sign: (secrets, signedAtSeconds) => ({
        headers: { "content-type": "application/json; charset=utf-8", "Stripe-Signature": signatureHeader(secrets, signedAtSeconds, body) },
        body,
      }),
    };
  },
});

/** docs.stripe.com/webhooks: the whole `whsec_…` text is the key; one `v1` per secret while a secret is being rolled. */
function signatureHeader(secrets: readonly string[], timestampSeconds: number, body: Uint8Array): string {
  if (secrets.includes("")) throw new SimulationError("This key cannot sign for Stripe: it is empty.");
  const t = String(timestampSeconds);
  const signatures = secrets.map((secret) => `v1=${toHex(hmac("sha256", utf8Bytes(secret), utf8Bytes(`${t}.`), body))}`);
  return [`t=${t}`, ...signatures].join(",");
}

function idOf(payment: SimulatedPayment, prefix: "pi" | "ch" | "re" | "dp" | "cus"): string {
  return `${prefix}_${derivedText(payment.id, `stripe ${prefix}`, alphanumeric, 24)}`;
}

function intent(payment: SimulatedPayment, created: number, status: string, more: StripeObject = {}): StripeObject {
  return {
    id: idOf(payment, "pi"),
    object: "payment_intent",
    amount: Number(payment.amountMinor),
    amount_capturable: 0,
    amount_received: 0,
    created,
    currency: payment.currency.toLowerCase(),
    customer: idOf(payment, "cus"),
    description: payment.orderReference,
    metadata: { order_id: payment.orderReference },
    receipt_email: payment.customer.email,
    status,
    ...more,
  };
}

function charge(payment: SimulatedPayment, created: number): StripeObject {
  const { brand, last4, expiryMonth, expiryYear } = payment.card;
  const amount = Number(payment.amountMinor);
  return {
    id: idOf(payment, "ch"),
    object: "charge",
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    billing_details: { email: payment.customer.email, name: `${payment.customer.firstName} ${payment.customer.lastName}` },
    captured: true,
    created,
    currency: payment.currency.toLowerCase(),
    customer: idOf(payment, "cus"),
    metadata: { order_id: payment.orderReference },
    paid: true,
    payment_intent: idOf(payment, "pi"),
    payment_method_details: {
      card: {
        brand: brand === "mc" ? "mastercard" : brand,
        checks: { address_line1_check: "pass", address_postal_code_check: "pass", cvc_check: "pass" },
        exp_month: expiryMonth,
        exp_year: expiryYear,
        last4,
      },
      type: "card",
    },
    status: "succeeded",
  };
}

function refund(payment: SimulatedPayment, created: number, status: string): StripeObject {
  return {
    id: idOf(payment, "re"),
    object: "refund",
    amount: Number(payment.amountMinor),
    charge: idOf(payment, "ch"),
    created,
    currency: payment.currency.toLowerCase(),
    metadata: { order_id: payment.orderReference },
    payment_intent: idOf(payment, "pi"),
    reason: "requested_by_customer",
    status,
  };
}
