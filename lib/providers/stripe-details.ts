import type { LexicalJson } from "#lib/signing/lexical-json";
import { stripeAvs, stripeCvc } from "./card-checks.ts";
import { stripeExponent } from "./currency-exponents.ts";
import { moneyFromMinor } from "./money.ts";
import { idAt, memberOf, textAt } from "./payload.ts";
import { cardBrand, lastFour, noDetails, type PaymentDetails } from "./payment-reading.ts";

/** Method, customer and checks of a Stripe object; charges hold most of them. */
export function stripeDetails(type: string, object: LexicalJson | null, hasFacts: boolean): PaymentDetails {
  const used = memberOf(object, "payment_method_details");
  const card = memberOf(used, "card");
  const billing = memberOf(object, "billing_details");
  const buyer = memberOf(object, "customer_details");
  const checks = memberOf(card, "checks");
  const fee = memberOf(object, "balance_transaction");
  return {
    ...noDetails,
    method: { type: textAt(used, "type")?.toLowerCase() ?? null, brand: cardBrand(textAt(card, "brand")), last4: lastFour(textAt(card, "last4")) },
    customer: {
      reference: idAt(object, "customer"),
      name: textAt(billing, "name") ?? textAt(buyer, "name"),
      email: textAt(billing, "email") ?? textAt(buyer, "email") ?? textAt(object, "receipt_email"),
      country: textAt(billing, "address", "country") ?? textAt(buyer, "address", "country"),
    },
    avs: stripeAvs(textAt(checks, "address_line1_check"), textAt(checks, "address_postal_code_check")),
    cvc: stripeCvc(textAt(checks, "cvc_check")),
    // Only an expanded balance transaction tells the fee.
    fee: moneyFromMinor(textAt(fee, "fee"), textAt(fee, "currency"), stripeExponent),
    note: hasFacts ? null : noteOf(type, object),
  };
}

/** A checkout session that was paid or completed leads from the session to its payment. */
function noteOf(type: string, object: LexicalJson | null): PaymentDetails["note"] {
  if (type !== "checkout.session.completed" && type !== "checkout.session.async_payment_succeeded") return null;
  const operation = textAt(object, "id");
  const payment = idAt(object, "payment_intent");
  return operation === null || payment === null ? null : { payment, operation };
}
