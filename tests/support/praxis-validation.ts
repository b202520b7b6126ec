import { createHash } from "node:crypto";
import type { Answer } from "#lib/providers/provider";

export const praxisSecret = "MerchantSecretKey";
export const praxisSettings = { merchantId: "Test-Integration-Merchant", applicationKey: "Sandbox" };

export interface AttemptToSend {
  readonly customer?: string;
  readonly country?: string | null;
  readonly cardNumber?: string;
  readonly expiry?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly orderId?: string;
  readonly variable1?: string | null;
  readonly email?: string;
  readonly timestamp?: number;
  readonly merchantId?: string;
}

let attempts = 0;

/** A validation request as Praxis sends it, by the documents alone; every one has an order of its own. */
export function validationBody({ customer = "87cfb23a8f1e68e162c276b754d9c061", country = "GB", cardNumber = "411111******1111", expiry = "12/2028", amount = 100, currency = "EUR", orderId = `order-${String((attempts += 1))}`, variable1 = null, email, timestamp = 1_590_611_635, merchantId = praxisSettings.merchantId }: AttemptToSend = {}): string {
  return JSON.stringify({
    merchant_id: merchantId,
    application_key: praxisSettings.applicationKey,
    customer: { customer_token: customer, country, first_name: "John", last_name: "Johnson", avs_alert: 0, verification_alert: null, ...(email === undefined ? {} : { email }) },
    session: { auth_token: "8a7sd87a8sd778ac961062c6bedddb8", intent: "payment", session_status: "created", order_id: orderId, currency, amount, conversion_rate: "1.000000", payment_method: "Credit Card", variable1, variable2: null, variable3: null },
    transaction_attempt: { intent: "sale", currency, amount, conversion_rate: "1.000000", attempted_currency: currency, attempted_amount: amount, payment_method: "Credit Card", card_data: { card_number: cardNumber, card_exp: expiry, cvv: "***" } },
    version: "1.3",
    timestamp,
  });
}

interface SignedMembers {
  readonly merchant_id: string;
  readonly application_key: string;
  readonly timestamp: number;
  readonly customer: { readonly customer_token: string };
  readonly session: { readonly order_id: string };
  readonly transaction_attempt: Readonly<Record<"currency" | "amount" | "conversion_rate" | "attempted_currency" | "attempted_amount", string | number>>;
}

/** Praxis' signature of a validation, made from its page with node:crypto alone. */
export function signValidation(body: string, secret = praxisSecret): Readonly<Record<string, string>> {
  const message = JSON.parse(body) as SignedMembers;
  const { currency, amount, conversion_rate: rate, attempted_currency: attemptedCurrency, attempted_amount: attemptedAmount } = message.transaction_attempt;
  const text = [message.merchant_id, message.application_key, message.timestamp, message.customer.customer_token, message.session.order_id, currency, amount, rate, attemptedCurrency, attemptedAmount].join("");
  return { "content-type": "application/json", "gt-authentication": createHash("sha384").update(`${text}${secret}`).digest("hex") };
}

/** What an answer says, once its signature was verified by the provider's page alone. */
export function verifiedAnswer(answer: Pick<Answer, "status" | "headers" | "body">, secret = praxisSecret): { readonly status: number; readonly description: string } {
  const said = JSON.parse(answer.body) as { status: number; description: string; version: string; timestamp: number };
  const digest = createHash("sha384").update(`${String(said.status)}${String(said.timestamp)}${secret}`).digest("hex");
  if (answer.status !== 200 || answer.headers["gt-authentication"] !== digest || answer.headers["external-request-signature"] !== digest) throw new Error(`an answer is not signed: ${answer.body}`);
  if (said.version !== "1.3" || !Number.isInteger(said.status) || typeof said.description !== "string" || said.description.length > 256) throw new Error(`an answer has another shape: ${answer.body}`);
  return { status: said.status, description: said.description };
}
