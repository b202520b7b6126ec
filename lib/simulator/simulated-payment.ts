import { alphanumeric, derivedText, digits, lowerHex, pick, randomInt, randomText, type Random } from "./randomness.ts";

/** A payment as a customer made it: what all messages about it share, whichever provider sends them. */
export interface SimulatedPayment {
  /** Every provider's own references follow from this. */
  readonly id: string;
  /** The merchant's own reference. */
  readonly orderReference: string;
  readonly amountMinor: bigint;
  /** Always a currency with two decimals, which all providers write alike. */
  readonly currency: string;
  readonly customer: {
    readonly reference: string;
    readonly token: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly email: string;
    readonly country: string;
  };
  readonly card: { readonly brand: string; readonly first6: string; readonly last4: string; readonly expiryMonth: number; readonly expiryYear: number };
}

const currencies = ["EUR", "EUR", "USD", "GBP", "CHF", "SEK"] as const;
const people = [
  ["Ada", "Vos", "NL"],
  ["Łukasz", "Żak", "PL"],
  ["José", "Núñez", "ES"],
  ["Søren", "Øster", "DK"],
  ["美咲", "田中", "JP"],
  ["Zoë", "O’Brien", "IE"],
  ["Ngọc", "Trần", "VN"],
  ["Émile", "Lefèvre", "FR"],
] as const;
const cards = [
  { brand: "visa", first6: "411111" },
  { brand: "mc", first6: "555555" },
  { brand: "amex", first6: "378282" },
] as const;

/** `nowSeconds` decides only the expiry of the card. */
export function simulatePayment(random: Random, nowSeconds: number): SimulatedPayment {
  const id = randomText(random, alphanumeric, 16);
  const [firstName, lastName, country] = pick(random, people);
  const { brand, first6 } = pick(random, cards);
  const reference = `cus-${derivedText(id, "customer", digits, 5)}`;
  return {
    id,
    orderReference: `ord-${derivedText(id, "order", digits, 8)}`,
    amountMinor: BigInt(199 + randomInt(random, 25_000)),
    currency: pick(random, currencies),
    customer: { reference, token: derivedText(id, "customer token", lowerHex, 32), firstName, lastName, email: `${reference}@example.com`, country },
    card: { brand, first6, last4: randomText(random, digits, 4), expiryMonth: 1 + randomInt(random, 12), expiryYear: new Date(nowSeconds * 1000).getUTCFullYear() + 2 },
  };
}

/** `25.99` from 2599: exact, as text for a JSON number. Two decimals. */
export function majorUnits(amountMinor: bigint): string {
  const text = amountMinor.toString().padStart(3, "0");
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** RFC 3339 in UTC without milliseconds. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
