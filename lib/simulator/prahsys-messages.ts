import { RawJson } from "#lib/platform/raw-json";
import { alphanumeric, derivedText } from "./randomness.ts";
import type { SimulatedOperation } from "./simulated-operation.ts";
import { isoTime, majorUnits, type SimulatedPayment } from "./simulated-payment.ts";

type Payload = Readonly<Record<string, unknown>>;
type PayloadOf = (payment: SimulatedPayment, nowSeconds: number, operation: SimulatedOperation) => Payload;

function objectId(payment: SimulatedPayment, noun: string): string {
  return derivedText(payment.id, `prahsys ${noun}`, alphanumeric, 16);
}

export function prahsysPaymentIdOf(payment: SimulatedPayment): string {
  return `pay_${objectId(payment, "payment")}`;
}

const contactOf = (payment: SimulatedPayment, nowSeconds: number): Payload => ({
  id: objectId(payment, "contact"),
  username: `${payment.customer.firstName}${payment.customer.lastName}`,
  phone_number: "1-800-759-3000",
  last_active_at: nowSeconds,
  created_at: nowSeconds - 86_400,
});
const conversation: PayloadOf = (payment, nowSeconds) => ({ id: objectId(payment, "conversation"), contact: contactOf(payment, nowSeconds), created_at: nowSeconds, updated_at: nowSeconds });
const message: PayloadOf = (payment, nowSeconds) => ({
  id: objectId(payment, "message"),
  conversation_id: objectId(payment, "conversation"),
  contact: contactOf(payment, nowSeconds),
  message: `Where is ${payment.orderReference}? I’m waiting for it.`,
  reactions: [],
  attachments: [],
  read_at: null,
  created_at: nowSeconds,
  updated_at: nowSeconds,
});
const group: PayloadOf = (payment, nowSeconds) => ({ id: objectId(payment, "group"), name: `Support of ${payment.customer.firstName}`, created_at: nowSeconds, updated_at: nowSeconds });
const attachment: PayloadOf = (payment, nowSeconds) => ({
  id: objectId(payment, "attachment"),
  message_id: objectId(payment, "message"),
  filename: `${payment.orderReference}.pdf`,
  content_type: "application/pdf",
  size: 48_213,
  created_at: nowSeconds,
});

function plainPayment(status: string): PayloadOf {
  return (payment, _nowSeconds, operation) => ({
    id: prahsysPaymentIdOf(payment),
    amount: new RawJson(majorUnits(operation.amountMinor)),
    currency: payment.currency,
    status,
    reference: payment.orderReference,
  });
}

const families: readonly (readonly [string, PayloadOf])[] = [
  ["message", message],
  ["conversation", conversation],
  ["contact", contactOf],
  ["group", group],
  ["attachment", attachment],
];

/** The events of the guide "Consuming webhooks", and payments under their older names. */
export const protocolPayloads: Readonly<Record<string, PayloadOf>> = {
  "payment.captured": plainPayment("CAPTURED"),
  "payment.created": plainPayment("PENDING"),
  "payment.authorized": plainPayment("AUTHORIZED"),
  "payment.failed": plainPayment("FAILED"),
  "payment.refunded": plainPayment("REFUNDED"),
  "payment.voided": plainPayment("CANCELLED"),
  ...Object.fromEntries(families.flatMap(([noun, payload]) => ["created", "updated", "deleted"].map((verb) => [`${noun}.${verb}`, payload]))),
};

interface Operation {
  readonly operation: string;
  readonly result: string;
  readonly status: string;
  /** Whose references it has: what came of an operation comes under its id. */
  readonly name: string;
  /** The operation that it acts on; `null` for the first of a payment. */
  readonly target: string | null;
}

const operation = (name: string, status: string, more: Partial<Operation> = {}): Operation => ({ operation: name.toUpperCase(), result: "SUCCESS", status, name, target: null, ...more });

/** `:declined`, `:pending` and `:failed` name the result; a declined payment is a transaction of its own. */
const operations: Readonly<Record<string, Operation>> = {
  pay: operation("pay", "CAPTURED"),
  "pay:pending": operation("pay", "PENDING", { result: "PENDING" }),
  "pay:declined": operation("pay", "DECLINED", { result: "DECLINED", name: "pay:declined" }),
  authorize: operation("authorize", "AUTHORIZED"),
  "authorize:declined": operation("authorize", "DECLINED", { result: "DECLINED", name: "authorize:declined" }),
  update_authorization: operation("update_authorization", "AUTHORIZED", { target: "authorize" }),
  capture: operation("capture", "CAPTURED", { target: "authorize" }),
  "capture:declined": operation("capture", "AUTHORIZED", { result: "DECLINED", target: "authorize" }),
  refund: operation("refund", "REFUNDED", { target: "pay" }),
  "refund:pending": operation("refund", "REFUND_PENDING", { result: "PENDING", target: "pay" }),
  "refund:failed": operation("refund", "CAPTURED", { result: "FAILURE", target: "pay" }),
  void: operation("void", "CANCELLED", { target: "authorize" }),
  verify: operation("verify", "VERIFIED"),
  chargeback: operation("chargeback", "DISPUTED", { target: "pay" }),
  chargeback_reversal: operation("chargeback_reversal", "CAPTURED", { target: "chargeback" }),
};

/** Prahsys' catalogue of payment events; what follows a colon is not part of the event's name. */
export const catalogueData: Readonly<Record<string, PayloadOf>> = Object.fromEntries(
  Object.entries(operations).map(([name, one]) => [`payments.payment.transaction.${name}`, transactionData(one)]),
);

function transactionData({ operation: code, result, status, name, target }: Operation): PayloadOf {
  return (payment, nowSeconds, { name: part, amountMinor, on }) => ({
    id: `tx_${objectId(payment, name + part)}`,
    ...(target === null ? {} : { targetTransactionId: `tx_${objectId(payment, on ?? target)}` }),
    operation: code,
    result,
    amount: new RawJson(majorUnits(amountMinor)),
    currency: payment.currency,
    avsCode: "Y",
    cscCode: "M",
    createdAt: isoTime(nowSeconds),
    card: { brand: payment.card.brand, last4: payment.card.last4 },
    customer: { id: payment.customer.reference, name: `${payment.customer.firstName} ${payment.customer.lastName}`, email: payment.customer.email, country: payment.customer.country },
    payment: { id: prahsysPaymentIdOf(payment), status, orderId: payment.orderReference },
  });
}
