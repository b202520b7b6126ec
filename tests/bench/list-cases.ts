/** Queries of `GET /transactions` over the rows of `fillPayments`: usual values, rare ones, ones that nothing has, and pairs. */
export interface ListCase {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

const sourceId = "src_01900000-0000-7000-8000-000000000004";
const rareSourceId = "src_01900000-0000-7000-8000-000000000005";

const filters: readonly ListCase[] = [
  { name: "no filter", query: {} },
  { name: "source", query: { sourceId } },
  { name: "mode", query: { mode: "test" } },
  { name: "status, usual", query: { status: "captured" } },
  { name: "status, rare", query: { status: "partially_captured" } },
  { name: "status, none", query: { status: "action_required" } },
  { name: "kind", query: { kind: "refund" } },
  { name: "dispute", query: { dispute: "lost" } },
  { name: "currency, usual", query: { currency: "EUR" } },
  { name: "currency, rare", query: { currency: "CLP" } },
  { name: "currency, none", query: { currency: "XAF" } },
  { name: "method, rare", query: { method: "klarna" } },
  { name: "amount, wide", query: { minAmountMinor: "1000", maxAmountMinor: "20000" } },
  { name: "amount, narrow", query: { minAmountMinor: "95000", maxAmountMinor: "95050" } },
  { name: "amount, one", query: { minAmountMinor: "4711", maxAmountMinor: "4711" } },
  { name: "amount, none", query: { minAmountMinor: "9007199254740993" } },
  { name: "last four, usual", query: { last4: "4242" } },
  { name: "last four", query: { last4: "0815" } },
  { name: "customer", query: { customer: "cus_4711" } },
  { name: "reference", query: { reference: "order-123456" } },
  { name: "anomaly", query: { anomaly: "capture_without_authorization" } },
  { name: "anomaly, any open", query: { anomaly: "any" } },
  { name: "unlinked", query: { unlinked: "true" } },
  { name: "closed by hand", query: { resolved: "true" } },
];

const searches: readonly ListCase[] = [
  { name: "search: order", query: { q: "order-500000" } },
  { name: "search: last four", query: { q: "4242" } },
  { name: "search: e-mail", query: { q: "Person4711@example.com" } },
  { name: "search: amount", query: { q: "47.11" } },
  { name: "search: round amount", query: { q: "10.00 EUR" } },
  { name: "search: nothing", query: { q: "nothing has this" } },
];

const pairs: readonly ListCase[] = [
  { name: "status and currency", query: { status: "failed", currency: "JPY" } },
  { name: "rare status and currency", query: { status: "partially_captured", currency: "BHD" } },
  { name: "status and method", query: { status: "expired", method: "wallet" } },
  { name: "source and status", query: { sourceId, status: "expired" } },
  { name: "rare source and status", query: { sourceId: rareSourceId, status: "partially_captured" } },
  { name: "source and currency", query: { sourceId: rareSourceId, currency: "CLP" } },
  { name: "currency and amount", query: { currency: "EUR", minAmountMinor: "95000", maxAmountMinor: "95100" } },
  { name: "status and amount", query: { status: "refunded", minAmountMinor: "99000" } },
  { name: "anomaly and status", query: { anomaly: "amount_changed", status: "failed" } },
  { name: "anomaly and source", query: { anomaly: "amount_changed", sourceId } },
  { name: "dispute and currency", query: { dispute: "chargeback", currency: "GBP" } },
  { name: "search and source", query: { q: "4242", sourceId } },
  { name: "last four and status", query: { last4: "4242", status: "partially_captured" } },
  { name: "mode and status", query: { mode: "test", status: "failed" } },
  { name: "mode and currency", query: { mode: "live", currency: "CLP" } },
  { name: "kind and currency", query: { kind: "payout", currency: "JPY" } },
];

export const listCases: readonly ListCase[] = [...filters, ...searches, ...pairs];
