import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { writeJson } from "#lib/platform/raw-json";
import type { ProviderId } from "#lib/providers/provider";
import { fold, type FoldedTransaction } from "#lib/transactions/fold";
import type { FoldMessage } from "#lib/transactions/fold-input";
import { groupByPayment } from "#lib/transactions/payment-groups";
import { differenceBetween } from "#lib/transactions/transaction-difference";
import { moneyShape, operationShape, whyShape } from "#lib/transactions/transaction-shape";
import { whyRules } from "#lib/transactions/why";
import { messageFrom } from "../../fixtures/stories/tell-story.ts";

function foldAll(provider: ProviderId, messages: readonly FoldMessage[]): readonly FoldedTransaction[] {
  return [...groupByPayment(messages)].flatMap(([reference, group]) => fold({ provider, reference, messages: group }) ?? []);
}

function only(transactions: readonly FoldedTransaction[]): FoldedTransaction {
  const [one, ...others] = transactions;
  if (one === undefined || others.length > 0) throw new Error(`${String(transactions.length)} transactions, one was expected`);
  return one;
}

const euros = (amountMinor: bigint) => ({ amountMinor, currency: "EUR", exponent: 2 });
const adyen = { provider: "adyen" as const, settings: { scheme: "standard", merchantAccounts: ["A"], captureMode: "manual" } };
const praxis = { provider: "praxis" as const, settings: { merchantId: "M", applicationKey: "A" } };
const gateway = { provider: "gateway" as const, settings: {} };

/** An Adyen item; `value` as text, so that every digit counts. */
function adyenItem(eventCode: string, second: number, more: { readonly psp?: string; readonly value?: string; readonly reason?: string; readonly additionalData?: string } = {}): Buffer {
  const { psp = eventCode === "AUTHORISATION" ? "P1" : `X-${eventCode}`, value = "2599", reason = "", additionalData = "{}" } = more;
  const original = eventCode === "AUTHORISATION" ? "" : `"originalReference":"P1",`;
  const time = `2026-01-01T00:00:${String(second).padStart(2, "0")}+00:00`;
  return Buffer.from(`{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":${additionalData},"amount":{"currency":"EUR","value":${value}},"eventCode":"${eventCode}","eventDate":"${time}","merchantAccountCode":"A","merchantReference":"ref-1",${original}"pspReference":"${psp}","reason":"${reason}","success":"true"}}]}`);
}

function praxisBody(status: string, more: Readonly<Record<string, unknown>> = {}, timestamp = 1_767_225_600): Buffer {
  return Buffer.from(JSON.stringify({ customer: { customer_token: "tok" }, session: { order_id: "7" }, transaction: { transaction_type: "sale", transaction_status: status, tid: 7, currency: "EUR", amount: 100, fee: 3, ...more }, timestamp }));
}

describe("the providers' own examples give what a person reads in them", () => {
  const seed = (name: string) => readFileSync(`${import.meta.dirname}/../../fixtures/seeds/${name}.json`);

  it("the Praxis notification is a sale of one euro, paid by John Johnson's Visa", () => {
    const transaction = only(foldAll("praxis", [messageFrom(praxis, seed("praxis-notification-request"), "evt_1")]));
    expect(transaction).toMatchObject({
      reference: "756850",
      kind: "payment",
      unlinked: false,
      foldedStatus: "captured",
      dispute: "none",
      amount: euros(100n),
      amounts: { authorized: euros(100n), captured: euros(100n), refunded: euros(0n), disputed: euros(0n), fees: euros(0n) },
      method: { type: "card", brand: "visa", last4: "1111" },
      customer: { reference: "87cfb23a8f1e68e162c276b754d9c061", name: "John Johnson", email: null, country: "GB" },
      avs: { result: "match", providerCode: "0" },
      cvc: null,
      operations: [{ kind: "capture", reference: "756850", state: "done", amount: euros(100n) }],
      anomalies: [],
      firstAt: new Date("2020-05-27T20:33:55Z"),
    });
    expect(transaction.references).toEqual(expect.arrayContaining(["756850", "13348", "test-1560610955"]));
  });

  it.each(["prahsys-conversation-updated", "prahsys-message-updated"])("%s tells of no payment", (name) => {
    const body = seed(name);
    expect(foldAll("prahsys", [messageFrom({ provider: "prahsys", settings: { scheme: "protocol" } }, body, "evt_1")])).toEqual([]);
  });

  it("the gateway's six events are one payment that was paid and paid back", () => {
    const events = [
      ["payment.failed", { id: "pay_1", amount: 2599, currency: "EUR" }],
      ["payment.completed", { id: "pay_1", amount: 2599, currency: "EUR" }],
      ["refund.initiated", { id: "ref_1", payment_id: "pay_1", amount: 2599, currency: "EUR" }],
      ["refund.completed", { id: "ref_1", payment_id: "pay_1", amount: 2599, currency: "EUR" }],
      ["customer.created", { id: "cus_1" }],
      ["customer.updated", { id: "cus_1" }],
    ] as const;
    const messages = events.map(([event, data], index) => messageFrom(gateway, Buffer.from(JSON.stringify({ id: `e${String(index)}`, event, created_at: 1_767_225_600 + index, data })), `evt_${String(index)}`));
    expect(only(foldAll("gateway", messages))).toMatchObject({ reference: "pay_1", foldedStatus: "refunded", amounts: { captured: euros(2599n), refunded: euros(2599n) }, anomalies: [] });
  });

  it("an Adyen payment with standardised AVS and CVC results shows them in one vocabulary", () => {
    const additionalData = '{"avsResult":"7 Both postal code and address match","cvcResult":"2 Doesn\'t match","cardSummary":"1111","shopperReference":"c-7"}';
    const transaction = only(foldAll("adyen", [messageFrom(adyen, adyenItem("AUTHORISATION", 0, { additionalData }), "evt_1")]));
    expect(transaction).toMatchObject({ avs: { result: "match", providerCode: "7 Both postal code and address match" }, cvc: { result: "no_match" }, customer: { reference: "c-7" } });
    expect(transaction.why).toContainEqual({ field: "avs", eventId: "evt_1", rule: "from_success" });
  });
});

describe("money", () => {
  it("beyond 2^53 stays exact through sums and into JSON", () => {
    const messages = [
      messageFrom(adyen, adyenItem("AUTHORISATION", 0, { value: "90071992547409931" }), "evt_1"),
      messageFrom(adyen, adyenItem("CAPTURE", 1, { psp: "C1", value: "9007199254740993" }), "evt_2"),
      messageFrom(adyen, adyenItem("CAPTURE", 2, { psp: "C2", value: "9007199254740995" }), "evt_3"),
    ];
    const { amounts } = only(foldAll("adyen", messages));
    expect(amounts.captured).toEqual(euros(18_014_398_509_481_988n));
    expect(moneyShape.parse(amounts.captured)).toEqual(amounts.captured);
    expect(writeJson(amounts.authorized)).toBe('{"amountMinor":90071992547409931,"currency":"EUR","exponent":2}');
  });

  it("whose amount cannot be read was captured all the same", () => {
    const body = Buffer.from('{"id":"e","event":"payment.completed","data":{"id":"p","amount":25.99,"currency":"EUR"}}');
    expect(only(foldAll("gateway", [messageFrom(gateway, body, "evt_1")]))).toMatchObject({ foldedStatus: "captured", amounts: { captured: null } });
  });

  it("of fees is added up over what was done", () => {
    const messages = [
      messageFrom(praxis, praxisBody("pending", { fee: 2 }), "evt_1"),
      messageFrom(praxis, praxisBody("approved", {}, 1_767_225_601), "evt_2"),
      messageFrom(praxis, praxisBody("approved", { transaction_type: "refund", tid: 8, reference_id: 7, amount: 40, fee: 1 }, 1_767_225_602), "evt_3"),
      messageFrom(praxis, praxisBody("rejected", { transaction_type: "refund", tid: 9, reference_id: 7, amount: 40, fee: 50 }, 1_767_225_603), "evt_4"),
    ];
    expect(only(foldAll("praxis", messages)).amounts).toMatchObject({ fees: euros(4n), refunded: euros(40n) });
  });
});

describe("copies of one event", () => {
  const identical = { identity: "aa", eventId: "evt_1" };
  const authorised = messageFrom(adyen, adyenItem("AUTHORISATION", 0), "evt_0");
  const capture = { ...messageFrom(adyen, adyenItem("CAPTURE", 1, { psp: "C1" }), "evt_1"), ...identical };
  const late = { ...messageFrom(adyen, adyenItem("CAPTURE", 50, { psp: "C1", additionalData: '{"shopperReference":"c-9"}' }), "evt_1"), ...identical };
  const failed = messageFrom(adyen, adyenItem("CAPTURE_FAILED", 20, { psp: "C1" }), "evt_2");

  it("count from their first time, with the newest details", () => {
    for (const messages of [[authorised, capture, late], [late, capture, authorised], [capture, authorised, late]]) {
      expect(only(foldAll("adyen", messages))).toMatchObject({ operations: [{ at: new Date("2026-01-01T00:00:01Z"), state: "done" }], customer: { reference: "c-9" }, anomalies: [] });
    }
  });

  it("after the contrary happened are an anomaly and change nothing", () => {
    for (const messages of [[authorised, capture, failed, late], [late, failed, capture, authorised]]) {
      const transaction = only(foldAll("adyen", messages));
      expect(transaction).toMatchObject({ foldedStatus: "authorized", operations: [{ state: "failed" }], anomalies: [{ code: "final_state_contradicted", eventIds: ["evt_1", "evt_2"], evidence: { what: "repeated_later", operation: "C1" } }] });
    }
  });

  it("from a replay with the same time are no anomaly", () => {
    expect(only(foldAll("adyen", [authorised, capture, failed, capture, failed]))).toEqual(only(foldAll("adyen", [authorised, capture, failed])));
  });
});

it("an event that only says again what the one before it said is a repeat, in whatever order they come", () => {
  const told = ["pending", "approved", "approved", "chargeback", "approved"].map((status, index) => messageFrom(praxis, praxisBody(status, {}, 1_767_225_600 + index), `evt_${String(index)}`));
  const changed = messageFrom(praxis, praxisBody("approved", { processed_amount: 99 }, 1_767_225_609), "evt_9");
  for (const messages of [[...told, changed], [changed, ...told.toReversed()]]) expect(only(foldAll("praxis", messages)).repeatedEventIds).toEqual(["evt_2"]);
});

describe("anomalies", () => {
  const codes = (provider: ProviderId, messages: readonly FoldMessage[]) => foldAll(provider, messages).flatMap(({ anomalies }) => anomalies.map(({ code }) => code));

  it("captured over authorized, with both amounts", () => {
    const messages = [messageFrom(adyen, adyenItem("AUTHORISATION", 0), "evt_1"), messageFrom(adyen, adyenItem("CAPTURE", 1, { value: "2600" }), "evt_2")];
    expect(only(foldAll("adyen", messages)).anomalies).toEqual([{ code: "captured_over_authorized", eventIds: ["evt_2"], evidence: { authorized: euros(2599n), captured: euros(2600n) } }]);
  });

  it("capture without authorization", () => expect(codes("adyen", [messageFrom(adyen, adyenItem("CAPTURE", 1), "evt_1")])).toEqual(["capture_without_authorization"]));

  it("an event after a manual close", () => {
    const message = messageFrom(adyen, adyenItem("AUTHORISATION", 0), "evt_1");
    expect(codes("adyen", [{ ...message, isAfterClose: true }])).toEqual(["event_after_manual_close"]);
  });

  it("one signed text over two bodies", () => {
    const messages = ["approved", "chargeback"].map((status, index) => ({ ...messageFrom(praxis, praxisBody(status), `evt_${String(index)}`), contentHash: "cc" }));
    expect(codes("praxis", messages)).toEqual(["same_digest_other_body"]);
  });
});

describe("groups", () => {
  it("an order's name is never mistaken for a transaction of the same name", () => {
    const session = Buffer.from(JSON.stringify({ session: { order_id: "7", session_status: "expired" }, transaction: null, timestamp: 1_767_225_600 }));
    const other = praxisBody("pending", { tid: 7 }).toString().replace('"order_id":"7"', '"order_id":"8"');
    const groups = groupByPayment([messageFrom(praxis, session, "evt_1"), messageFrom(praxis, Buffer.from(other), "evt_2")]);
    expect([...groups].map(([reference, group]) => [reference, group.map(({ eventId }) => eventId)])).toEqual([["7", ["evt_2"]], ["order:7", ["evt_1"]]]);
  });

  it("a ring of references is one payment, wherever one enters it", () => {
    const parts = [["a", "b"], ["b", "c"], ["c", "a"]].map(([id, payment], index) =>
      messageFrom(gateway, Buffer.from(JSON.stringify({ id, event: "refund.completed", created_at: index, data: { id, payment_id: payment, amount: 1, currency: "EUR" } })), `evt_${String(index)}`));
    for (const messages of [parts, parts.toReversed()]) expect([...groupByPayment(messages).keys()]).toEqual(["a"]);
  });
});

describe("a difference", () => {
  const before = [messageFrom(adyen, adyenItem("AUTHORISATION", 0), "evt_1")];
  const after = [...before, messageFrom(adyen, adyenItem("CAPTURE", 1), "evt_2")];

  it("names each field that would change", () => {
    const fields = differenceBetween(only(foldAll("adyen", before)), only(foldAll("adyen", after))).map(({ field }) => field);
    expect(fields).toEqual(["foldedStatus", "references", "amounts.captured", "operations.capture.X-CAPTURE"]);
  });

  it("is empty where nothing would", () => expect(differenceBetween(only(foldAll("adyen", after)), only(foldAll("adyen", after.toReversed())))).toEqual([]));
});

it("operations and reasons have the shapes that the API promises", () => {
  const transaction = only(foldAll("adyen", [messageFrom(adyen, adyenItem("AUTHORISATION", 0), "evt_1"), messageFrom(adyen, adyenItem("CAPTURE", 1), "evt_2")]));
  for (const why of transaction.why) expect(whyShape.safeParse({ ...why, sentence: whyRules[why.rule] }).error).toBeUndefined();
  for (const operation of transaction.operations) expect(operationShape.safeParse({ ...operation, at: operation.at?.toISOString() ?? null }).error).toBeUndefined();
});
