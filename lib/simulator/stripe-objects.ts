import { alphanumeric, derivedText } from "./randomness.ts";
import type { SimulatedOperation } from "./simulated-operation.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";

type StripeObject = Readonly<Record<string, unknown>>;
type ObjectOf = (payment: SimulatedPayment, createdSeconds: number, operation: SimulatedOperation) => StripeObject;

/** What each event is about. Names are Stripe's types; what follows a colon tells variants of one type apart. */
export const stripeObjects: Readonly<Record<string, ObjectOf>> = {
  "payment_intent.succeeded": (payment, created, { amountMinor }) => intent(payment, created, "succeeded", { amount_received: Number(amountMinor), latest_charge: idOf(payment, "ch") }),
  "payment_intent.created": (payment, created) => intent(payment, created, "requires_payment_method"),
  "payment_intent.requires_action": (payment, created) => intent(payment, created, "requires_action", { next_action: { type: "use_stripe_sdk" } }),
  "payment_intent.processing": (payment, created) => intent(payment, created, "processing"),
  "payment_intent.amount_capturable_updated": (payment, created) =>
    intent(payment, created, "requires_capture", { amount_capturable: Number(payment.amountMinor), latest_charge: idOf(payment, "ch") }),
  "payment_intent.payment_failed": (payment, created) => declinedIntent(payment, created, { code: "card_declined", decline_code: "insufficient_funds" }),
  "payment_intent.payment_failed:not-authenticated": (payment, created) => declinedIntent(payment, created, { code: "payment_intent_authentication_failure" }),
  "payment_intent.canceled": (payment, created) => intent(payment, created, "canceled", { cancellation_reason: "requested_by_customer" }),
  "charge.succeeded": (payment, created) => charge(payment, created),
  "charge.succeeded:authorized": (payment, created) => charge(payment, created, { captured: false, amount_captured: 0 }),
  // One charge is captured once; less than all of it gives the rest back.
  "charge.captured": (payment, created, { amountMinor }) => charge(payment, created, { amount_captured: Number(amountMinor) }),
  "charge.failed": (payment, created) => charge(payment, created, { captured: false, amount_captured: 0, paid: false, status: "failed", failure_code: "card_declined" }),
  "charge.expired": (payment, created) => charge(payment, created, { captured: false, amount_captured: 0 }),
  "charge.refunded": (payment, created, { amountMinor, totalMinor = amountMinor }) => charge(payment, created, { amount_refunded: Number(totalMinor), refunded: totalMinor === payment.amountMinor }),
  "refund.created": (payment, created, operation) => refund(payment, created, operation, "pending"),
  "refund.updated": (payment, created, operation) => refund(payment, created, operation, "succeeded"),
  "refund.failed": (payment, created, operation) => refund(payment, created, operation, "failed"),
  "charge.dispute.created": (payment, created, operation) => dispute(payment, created, operation, "needs_response"),
  "charge.dispute.created:inquiry": (payment, created, operation) => dispute(payment, created, operation, "warning_needs_response"),
  "charge.dispute.funds_withdrawn": (payment, created, operation) => dispute(payment, created, operation, "needs_response"),
  "charge.dispute.updated": (payment, created, operation) => dispute(payment, created, operation, "under_review"),
  "charge.dispute.funds_reinstated": (payment, created, operation) => dispute(payment, created, operation, "won"),
  "charge.dispute.closed:won": (payment, created, operation) => dispute(payment, created, operation, "won"),
  "charge.dispute.closed:lost": (payment, created, operation) => dispute(payment, created, operation, "lost"),
  "charge.dispute.closed:inquiry": (payment, created, operation) => dispute(payment, created, operation, "warning_closed"),
  "checkout.session.completed": (payment, created) => session(payment, created, "complete"),
  "checkout.session.expired": (payment, created) => session(payment, created, "expired"),
  "customer.created": customer,
  "customer.updated": customer,
  "customer.subscription.created": subscription,
  "invoice.paid": invoice,
};

export function idOf(payment: SimulatedPayment, prefix: string, name = ""): string {
  return `${prefix}_${derivedText(payment.id, `stripe ${prefix}${name}`, alphanumeric, 24)}`;
}

/** The same for every payment of a customer. */
function customerIdOf({ customer: { reference } }: SimulatedPayment): string {
  return `cus_${derivedText(reference, "stripe customer", alphanumeric, 14)}`;
}

function subscriptionIdOf({ customer: { reference } }: SimulatedPayment): string {
  return `sub_${derivedText(reference, "stripe subscription", alphanumeric, 24)}`;
}

/** What objects about money share. */
function moneyOf(payment: SimulatedPayment, created: number, amountMinor: bigint): StripeObject {
  return { amount: Number(amountMinor), created, currency: payment.currency.toLowerCase(), metadata: { order_id: payment.orderReference } };
}

function intent(payment: SimulatedPayment, created: number, status: string, more: StripeObject = {}): StripeObject {
  return {
    id: idOf(payment, "pi"),
    object: "payment_intent",
    ...moneyOf(payment, created, payment.amountMinor),
    amount_capturable: 0,
    amount_received: 0,
    customer: customerIdOf(payment),
    description: payment.orderReference,
    receipt_email: payment.customer.email,
    status,
    ...more,
  };
}

function declinedIntent(payment: SimulatedPayment, created: number, error: StripeObject): StripeObject {
  return intent(payment, created, "requires_payment_method", { last_payment_error: { ...error, type: "card_error" } });
}

function charge(payment: SimulatedPayment, created: number, more: StripeObject = {}): StripeObject {
  const { brand, last4, expiryMonth, expiryYear } = payment.card;
  return {
    id: idOf(payment, "ch"),
    object: "charge",
    ...moneyOf(payment, created, payment.amountMinor),
    amount_captured: Number(payment.amountMinor),
    amount_refunded: 0,
    billing_details: { address: { country: payment.customer.country }, email: payment.customer.email, name: `${payment.customer.firstName} ${payment.customer.lastName}` },
    captured: true,
    customer: customerIdOf(payment),
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
    ...more,
  };
}

function refund(payment: SimulatedPayment, created: number, { name, amountMinor }: SimulatedOperation, status: string): StripeObject {
  return {
    id: idOf(payment, "re", name),
    object: "refund",
    ...moneyOf(payment, created, amountMinor),
    charge: idOf(payment, "ch"),
    payment_intent: idOf(payment, "pi"),
    reason: "requested_by_customer",
    status,
    ...(status === "failed" ? { failure_reason: "lost_or_stolen_card" } : {}),
  };
}

function dispute(payment: SimulatedPayment, created: number, { name, amountMinor }: SimulatedOperation, status: string): StripeObject {
  return { id: idOf(payment, "dp", name), object: "dispute", ...moneyOf(payment, created, amountMinor), charge: idOf(payment, "ch"), payment_intent: idOf(payment, "pi"), reason: "fraudulent", status };
}

function session(payment: SimulatedPayment, created: number, status: string): StripeObject {
  const paid = status === "complete";
  return {
    id: idOf(payment, "cs"),
    object: "checkout.session",
    amount_total: Number(payment.amountMinor),
    client_reference_id: payment.orderReference,
    created,
    currency: payment.currency.toLowerCase(),
    customer: customerIdOf(payment),
    payment_intent: paid ? idOf(payment, "pi") : null,
    payment_status: paid ? "paid" : "unpaid",
    status,
  };
}

function customer(payment: SimulatedPayment, created: number): StripeObject {
  const { firstName, lastName, email, country } = payment.customer;
  return { id: customerIdOf(payment), object: "customer", address: { country }, created, email, name: `${firstName} ${lastName}` };
}

function subscription(payment: SimulatedPayment, created: number): StripeObject {
  return { id: subscriptionIdOf(payment), object: "subscription", created, currency: payment.currency.toLowerCase(), customer: customerIdOf(payment), status: "active" };
}

function invoice(payment: SimulatedPayment, created: number): StripeObject {
  return {
    id: idOf(payment, "in"),
    object: "invoice",
    amount_paid: Number(payment.amountMinor),
    billing_reason: "subscription_cycle",
    created,
    currency: payment.currency.toLowerCase(),
    customer: customerIdOf(payment),
    status: "paid",
    subscription: subscriptionIdOf(payment),
  };
}
