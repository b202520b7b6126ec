import type { AttemptReading } from "./attempt-reading.ts";
import { brandOfRange } from "./card-range.ts";
import { praxisExponent } from "./currency-exponents.ts";
import { moneyFromMinor } from "./money.ts";
import { memberOf, readPayload, textAt } from "./payload.ts";
import { cardBrand, lastFour } from "./payment-reading.ts";

/** The payment that a validation request (Praxis wiki, "Webhooks Validation") is about; `null` for what is no JSON object. */
export function readPraxisAttempt(body: Uint8Array): AttemptReading | null {
  const message = readPayload(body)?.value ?? null;
  if (message?.kind !== "object") return null;
  const customer = memberOf(message, "customer");
  const session = memberOf(message, "session");
  const attempt = memberOf(message, "transaction_attempt");
  const card = memberOf(attempt, "card_data");
  const number = textAt(card, "card_number");
  const bin = number === null ? null : (/^\d{6}/.exec(number)?.[0] ?? null);
  const country = textAt(customer, "country")?.toUpperCase() ?? null;
  return {
    amount: moneyFromMinor(textAt(attempt, "amount"), textAt(attempt, "currency"), praxisExponent),
    country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
    paymentMethod: (textAt(attempt, "payment_method") ?? textAt(session, "payment_method"))?.toLowerCase() ?? null,
    cardBrand: cardBrand(textAt(card, "card_type")) ?? brandOfRange(bin),
    bin,
    lastFour: lastFour(number),
    cardExpiry: expiryOf(textAt(card, "card_exp")),
    customer: textAt(customer, "customer_token"),
    emailDomain: domainOf(textAt(customer, "email")),
    avsAlert: textAt(customer, "avs_alert"),
    verificationAlert: textAt(customer, "verification_alert"),
    intent: textAt(session, "intent")?.toLowerCase() ?? null,
    variables: [textAt(session, "variable1"), textAt(session, "variable2"), textAt(session, "variable3")],
    orderId: textAt(session, "order_id"),
  };
}

/** One form for one expiry, since a card is known by it: `12/2028` for `12/28` and `12/2028`. */
function expiryOf(text: string | null): string | null {
  const match = text === null ? null : /^\s*(\d{1,2})\s*\/\s*(\d{2}|\d{4})\s*$/.exec(text);
  const [, month, year] = match ?? [];
  if (month === undefined || year === undefined) return text;
  return `${month.padStart(2, "0")}/${year.length === 2 ? `20${year}` : year}`;
}

function domainOf(email: string | null): string | null {
  const domain = email === null ? "" : email.slice(email.lastIndexOf("@") + 1).trim().toLowerCase();
  return domain === "" || domain === email?.trim().toLowerCase() ? null : domain;
}
