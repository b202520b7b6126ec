import { RawJson } from "#lib/platform/raw-json";
import { alphanumeric, derivedText } from "./randomness.ts";
import { isoTime, majorUnits, type SimulatedPayment } from "./simulated-payment.ts";

type Payload = Readonly<Record<string, unknown>>;
type PayloadOf = (payment: SimulatedPayment, nowSeconds: number) => Payload;

function objectId(payment: SimulatedPayment, noun: string): string {
  return derivedText(payment.id, `prahsys ${noun}`, alphanumeric, 16);
}

const contact: PayloadOf = (payment, nowSeconds) => ({
  id: objectId(payment, "contact"),
  username: `${payment.customer.firstName}${payment.customer.lastName}`,
  phone_number: "1-800-759-3000",
  last_active_at: nowSeconds,
  created_at: nowSeconds - 86_400,
});
const conversation: PayloadOf = (payment, nowSeconds) => ({ id: objectId(payment, "conversation"), contact: contact(payment, nowSeconds), created_at: nowSeconds, updated_at: nowSeconds });
const message: PayloadOf = (payment, nowSeconds) => ({
  id: objectId(payment, "message"),
  conversation_id: objectId(payment, "conversation"),
  contact: contact(payment, nowSeconds),
  message: `Where is ${payment.orderReference}? I’m waiting for it.`,
  reactions: [],
  attachments: [],
  read_at: null,
  created_at: nowSeconds,
  updated_at: nowSeconds,
});
const group: PayloadOf = (payment, nowSeconds) => ({ id: objectId(payment, "group"), name: "Support", created_at: nowSeconds, updated_at: nowSeconds });
const attachment: PayloadOf = (payment, nowSeconds) => ({
  id: objectId(payment, "attachment"),
  message_id: objectId(payment, "message"),
  filename: `${payment.orderReference}.pdf`,
  content_type: "application/pdf",
  size: 48_213,
  created_at: nowSeconds,
});

function plainPayment(status: string): PayloadOf {
  return (payment) => ({
    id: `pay_${objectId(payment, "payment")}`,
    amount: new RawJson(majorUnits(payment.amountMinor)),
    currency: payment.currency,
    status,
    reference: payment.orderReference,
  });
}

const families: readonly (readonly [string, PayloadOf])[] = [
  ["message", message],
  ["conversation", conversation],
  ["contact", contact],
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
  /** The operation that it acts on; `null` for the first of a payment. */
  readonly target: string | null;
}

const operations: Readonly<Record<string, Operation>> = {
  pay: { operation: "PAY", result: "SUCCESS", status: "CAPTURED", target: null },
  "pay:declined": { operation: "PAY", result: "DECLINED", status: "DECLINED", target: null },
  authorize: { operation: "AUTHORIZE", result: "SUCCESS", status: "AUTHORIZED", target: null },
  "authorize:declined": { operation: "AUTHORIZE", result: "DECLINED", status: "DECLINED", target: null },
  capture: { operation: "CAPTURE", result: "SUCCESS", status: "CAPTURED", target: "authorize" },
  refund: { operation: "REFUND", result: "SUCCESS", status: "REFUNDED", target: "pay" },
  "refund:pending": { operation: "REFUND", result: "PENDING", status: "REFUND_PENDING", target: "pay" },
  void: { operation: "VOID", result: "SUCCESS", status: "CANCELLED", target: "authorize" },
};

/**
 * Prahsys' catalogue of payment events: `:declined` and `:pending` name the result, and are not part of the event's name.
 * A pending refund becomes a done one; a declined payment is a transaction of its own.
 */
export const catalogueData: Readonly<Record<string, PayloadOf>> = Object.fromEntries(
  Object.entries(operations).map(([name, operation]) => [`payments.payment.transaction.${name}`, transactionData(operation, name.replace(":pending", ""))]),
);

function transactionData({ operation, result, status, target }: Operation, name: string): PayloadOf {
  return (payment, nowSeconds) => ({
    id: `tx_${objectId(payment, name)}`,
    ...(target === null ? {} : { targetTransactionId: `tx_${objectId(payment, target)}` }),
    operation,
    result,
    amount: new RawJson(majorUnits(payment.amountMinor)),
    currency: payment.currency,
    avsCode: "Y",
    cscCode: "M",
    createdAt: isoTime(nowSeconds),
    payment: { id: `pay_${objectId(payment, "payment")}`, status, orderId: payment.orderReference },
  });
}
