import { alphanumeric, derivedText } from "./randomness.ts";
import type { SimulatedOperation } from "./simulated-operation.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";

/** `data` of the events that simple gateways send; amounts are minor units. */
export const genericMessages: Readonly<Record<string, (payment: SimulatedPayment, operation: SimulatedOperation) => Readonly<Record<string, unknown>>>> = {
  "payment.completed": (payment) => paymentData(payment, "completed"),
  "payment.failed": (payment) => ({ ...paymentData(payment, "failed"), failure_code: "insufficient_funds" }),
  "refund.initiated": (payment, operation) => refundData(payment, operation, "initiated"),
  "refund.completed": (payment, operation) => refundData(payment, operation, "completed"),
  "customer.created": customerData,
  "customer.updated": customerData,
};

export function paymentIdOf(payment: SimulatedPayment): string {
  return `pay_${derivedText(payment.id, "generic payment", alphanumeric, 20)}`;
}

function paymentData(payment: SimulatedPayment, status: string): Readonly<Record<string, unknown>> {
  return {
    id: paymentIdOf(payment),
    amount: payment.amountMinor,
    currency: payment.currency,
    status,
    reference: payment.orderReference,
    customer: { id: payment.customer.reference, name: `${payment.customer.firstName} ${payment.customer.lastName}`, email: payment.customer.email },
    card: { brand: payment.card.brand, last4: payment.card.last4 },
  };
}

function refundData(payment: SimulatedPayment, { name, amountMinor }: SimulatedOperation, status: string): Readonly<Record<string, unknown>> {
  return {
    id: `ref_${derivedText(payment.id, `generic refund${name}`, alphanumeric, 20)}`,
    payment_id: paymentIdOf(payment),
    amount: amountMinor,
    currency: payment.currency,
    status,
    reference: payment.orderReference,
  };
}

function customerData({ customer }: SimulatedPayment): Readonly<Record<string, unknown>> {
  return { id: customer.reference, name: `${customer.firstName} ${customer.lastName}`, email: customer.email, country: customer.country };
}
