import { expect, test } from "vitest";
import { readDetails, type TransactionDetails, writeDetails } from "#lib/transactions/transaction-details";
import { whyFields } from "#lib/transactions/why";

const nothing = { authorized: null, captured: null, refunded: null, disputed: null, fees: null };
const events = ["01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"];

const details: TransactionDetails = {
  amount: { amountMinor: 9_007_199_254_740_993n, currency: "KWD", exponent: 3 },
  amounts: { ...nothing, captured: { amountMinor: 9_007_199_254_740_993n, currency: "KWD", exponent: 3 }, fees: { amountMinor: -12n, currency: "EUR", exponent: 2 } },
  method: { type: "card", brand: null, last4: "0042" },
  customer: { reference: "cus 1", name: null, email: "ä@example.com", country: null },
  avs: { result: "match", providerCode: "Y" },
  cvc: null,
  references: ["pay_1", "null"],
  operations: [
    { kind: "refund", reference: "re_1", state: "requested", amount: null, beganAt: null, at: new Date("2026-01-02T03:04:05.678Z"), implied: true, eventIds: [...events], decidedBy: events[1] ?? null },
    { kind: "capture", reference: "pay_1", state: "done", amount: { amountMinor: 0n, currency: "EUR", exponent: 2 }, beganAt: null, at: null, implied: false, eventIds: [], decidedBy: null },
  ],
  why: whyFields.map((field, at) => ({ field, eventId: at === 0 ? (events[1] ?? null) : null, rule: at < 2 ? "captured" : "nothing_says" })),
  eventIds: events,
  repeatedEventIds: [events[1] ?? ""],
  firstAt: new Date("2026-01-01T00:00:00.000Z"),
  lastAt: null,
};

test("what is written is what is read, to the last digit of an amount", () => {
  expect(readDetails(writeDetails(details))).toEqual(details);
  expect(readDetails(JSON.parse(writeDetails(details)))).toEqual(details);
});

test("a row that holds something else is refused", () => {
  expect(() => readDetails('{"amount":"12.5 EUR 2"}')).toThrow('"amount"');
});
