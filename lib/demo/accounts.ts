import type { Mode, ProviderId } from "#lib/providers/provider";

/** A provider account of the demo's merchant. */
export interface DemoAccount {
  readonly provider: ProviderId;
  readonly name: string;
  readonly mode: Mode;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Stories that begin there on an ordinary day. */
  readonly perDay: number;
  /** Where its messages come from. */
  readonly address: string;
}

/** One live account of each provider, and two to play with. */
export const demoAccounts: readonly DemoAccount[] = [
  { provider: "adyen", name: "Adyen web shop", mode: "live", settings: { scheme: "standard", merchantAccounts: ["DemoMerchantECOM"], captureMode: "manual" }, perDay: 10, address: "198.51.100.11" },
  { provider: "stripe", name: "Stripe subscriptions", mode: "live", settings: {}, perDay: 8, address: "198.51.100.24" },
  { provider: "praxis", name: "Praxis cashier", mode: "live", settings: { merchantId: "Demo-Merchant", applicationKey: "Shop" }, perDay: 6, address: "198.51.100.37" },
  { provider: "gateway", name: "Gateway marketplace", mode: "live", settings: {}, perDay: 5, address: "198.51.100.52" },
  { provider: "prahsys", name: "Prahsys bookings", mode: "live", settings: { scheme: "protocol" }, perDay: 5, address: "198.51.100.66" },
  { provider: "standard-webhooks", name: "Loyalty (Standard Webhooks)", mode: "live", settings: {}, perDay: 4, address: "198.51.100.78" },
  { provider: "stripe", name: "Stripe test", mode: "test", settings: {}, perDay: 2, address: "198.51.100.24" },
  { provider: "praxis", name: "Praxis test", mode: "test", settings: { merchantId: "Demo-Merchant", applicationKey: "Shop-Test" }, perDay: 1, address: "198.51.100.37" },
];

/** How often each story is told, in thousandths; what a provider cannot tell it leaves out. */
export const storyWeights: ReadonlyMap<string, number> = new Map([
  ["sale", 590], ["authorize-and-capture", 150], ["challenge-passed", 70], ["pending-then-paid", 30],
  ["decline", 17], ["challenge-failed", 5], ["abandoned", 12], ["cancel", 12], ["capture-part-rest-canceled", 6], ["capture-in-parts", 5],
  ["refund", 32], ["refund-in-parts", 12], ["refund-failed", 3], ["refund-reversed", 2],
  ["chargeback", 4], ["chargeback-won", 3], ["chargeback-lost", 2], ["dispute-opened", 3], ["inquiry-closed", 2],
  ["payout", 45], ["payout-rejected", 3], ["subscription", 60], ["customer", 14],
  ["conversation", 40], ["message", 120], ["contact", 30], ["group", 4], ["attachment", 12],
]);

/** How many of a hundred orders begin in each hour of the day (UTC), and how busy each day of the week is, Sunday first. */
export const hourWeights: readonly number[] = [2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 5, 5, 5, 5, 6, 7, 8, 8, 7, 4, 3];
export const weekdayFactors: readonly number[] = [0.8, 0.95, 0.95, 1, 1.05, 1.25, 1.1];
