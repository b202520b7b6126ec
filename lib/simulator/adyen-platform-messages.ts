import { derivedText, upperAlphanumeric } from "./randomness.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";

type Data = Readonly<Record<string, unknown>>;

/** `data` of platform messages by their type; `id` is added by the envelope. */
export const adyenPlatformMessages: Readonly<Record<string, (payment: SimulatedPayment) => Data>> = {
  "balancePlatform.transfer.created": (payment) => transfer(payment, "authorised"),
  "balancePlatform.transfer.updated": (payment) => transfer(payment, "booked"),
  "balancePlatform.accountHolder.updated": (payment) => ({
    balancePlatform: "DemoPlatform",
    accountHolder: {
      id: `AH${derivedText(payment.id, "account holder", upperAlphanumeric, 22)}`,
      reference: payment.customer.reference,
      status: "active",
      contactDetails: { email: payment.customer.email },
    },
  }),
  "recurring.token.created": (payment) => ({
    merchantAccount: "DemoMerchantECOM",
    shopperReference: payment.customer.reference,
    storedPaymentMethodId: derivedText(payment.id, "token", upperAlphanumeric, 16),
    type: payment.card.brand,
  }),
};

function transfer(payment: SimulatedPayment, status: string): Data {
  return {
    balancePlatform: "DemoPlatform",
    accountHolder: { id: `AH${derivedText(payment.id, "account holder", upperAlphanumeric, 22)}`, description: "Demo shop" },
    amount: { currency: payment.currency, value: payment.amountMinor },
    category: "platformPayment",
    reference: payment.orderReference,
    status,
  };
}
