import { describe, expect, it } from "vitest";
import type { Fact } from "#lib/providers/fact";
import type { ProviderId } from "#lib/providers/provider";
import { providers } from "#lib/providers/registry";

function read(provider: ProviderId, settings: unknown, body: string, headers: Readonly<Record<string, string>> = {}) {
  const input = { settings, mode: "test" as const, headers: new Map(Object.entries(headers)), body: Buffer.from(body), itemIndex: 0 };
  const { event, payment } = providers[provider].read(input);
  return { ...event, facts: payment.facts };
}

/** A fact in a few words: what, of which operation, how much. */
const words = (facts: readonly Fact[]) => facts.map(({ kind, operation, amount }) => `${kind} ${operation}${amount === null ? "" : ` ${amount.amountMinor} ${amount.currency}/${amount.exponent}`}`);

describe("Adyen", () => {
  const settings = { scheme: "standard", merchantAccounts: ["A"], captureMode: "manual" };
  const item = (eventCode: string, success = "true", more: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({
      live: "false",
      notificationItems: [{ NotificationRequestItem: { eventCode, success, pspReference: "PSP2", originalReference: eventCode === "AUTHORISATION" ? undefined : "PSP1", merchantAccountCode: "A", merchantReference: "ref-1", amount: { value: 1130, currency: "EUR" }, eventDate: "2026-01-01T01:00:00+01:00", ...more } }],
    });

  it.each([
    ["AUTHORISATION", "true", "payment.authorized", ["auth PSP2 1130 EUR/2"]],
    ["AUTHORISATION", "false", "payment.failed", ["auth_failed PSP2 1130 EUR/2"]],
    ["AUTHORISATION_ADJUSTMENT", "true", "payment.adjusted", ["auth PSP2 1130 EUR/2"]],
    ["AUTHORISATION_ADJUSTMENT", "false", "adyen.AUTHORISATION_ADJUSTMENT", []],
    ["OFFER_CLOSED", "true", "payment.expired", ["expire PSP2 1130 EUR/2"]],
    ["EXPIRE", "true", "payment.expired", ["expire PSP2 1130 EUR/2"]],
    ["CAPTURE", "true", "payment.completed", ["capture PSP2 1130 EUR/2"]],
    ["CAPTURE", "false", "capture.failed", ["capture_refused PSP2 1130 EUR/2"]],
    ["CAPTURE_FAILED", "true", "capture.failed", ["capture_failed PSP2 1130 EUR/2"]],
    ["CANCELLATION", "true", "payment.canceled", ["cancel PSP2 1130 EUR/2"]],
    ["CANCELLATION", "false", "adyen.CANCELLATION", []],
    ["TECHNICAL_CANCEL", "true", "payment.canceled", ["cancel PSP2 1130 EUR/2"]],
    ["REFUND", "true", "refund.completed", ["refund PSP2 1130 EUR/2"]],
    ["REFUND", "false", "refund.failed", ["refund_failed PSP2 1130 EUR/2"]],
    ["REFUND_FAILED", "true", "refund.failed", ["refund_failed PSP2 1130 EUR/2"]],
    ["REFUNDED_REVERSED", "true", "refund.reversed", ["refund_reversed PSP2 1130 EUR/2"]],
    ["POSTPONED_REFUND", "true", "refund.initiated", ["refund_requested PSP2 1130 EUR/2"]],
    ["REQUEST_FOR_INFORMATION", "true", "dispute.opened", ["inquiry PSP2 1130 EUR/2"]],
    ["NOTIFICATION_OF_CHARGEBACK", "true", "dispute.opened", ["dispute_open PSP2 1130 EUR/2"]],
    ["CHARGEBACK", "true", "dispute.opened", ["chargeback PSP2 1130 EUR/2"]],
    ["CHARGEBACK_REVERSED", "true", "dispute.updated", ["chargeback_reversed PSP2 1130 EUR/2"]],
    ["SECOND_CHARGEBACK", "true", "dispute.lost", ["chargeback_lost PSP2 1130 EUR/2"]],
    ["PREARBITRATION_WON", "true", "dispute.won", ["chargeback_reversed PSP2 1130 EUR/2"]],
    ["INFORMATION_SUPPLIED", "true", "dispute.updated", ["dispute_note PSP2 1130 EUR/2"]],
    ["REPORT_AVAILABLE", "true", "report.available", []],
    ["SOME_NEW_CODE", "true", "adyen.SOME_NEW_CODE", []],
  ])("%s %s is %s", (code, success, type, facts) => {
    const event = read("adyen", settings, item(code, success));
    expect([event.type, event.providerType, words(event.facts)]).toEqual([type, code, facts]);
    expect(event.occurredAt).toEqual(new Date("2026-01-01T00:00:00Z"));
    expect(event.references).toContain("ref-1");
  });

  it("CANCEL_OR_REFUND means what it did", () => {
    const types = ["cancel", "refund", "other"].map((action) => read("adyen", settings, item("CANCEL_OR_REFUND", "true", { additionalData: { "modification.action": action } })).type);
    expect(types).toEqual(["payment.canceled", "refund.completed", "adyen.CANCEL_OR_REFUND"]);
  });

  it("an authorisation completes the payment where captures are automatic", () => {
    const event = read("adyen", { ...settings, captureMode: "automatic" }, item("AUTHORISATION"));
    expect([event.type, words(event.facts), event.facts.map(({ implied }) => implied)]).toEqual(["payment.completed", ["auth PSP2 1130 EUR/2", "capture PSP2 1130 EUR/2"], [false, true]]);
  });

  it("counts amounts by its own exponents", () => {
    const amounts = ["CLP", "ISK", "IDR", "KWD"].map((currency) => words(read("adyen", settings, item("CAPTURE", "true", { amount: { value: 1, currency } })).facts));
    expect(amounts).toEqual([["capture PSP2 1 CLP/2"], ["capture PSP2 1 ISK/2"], ["capture PSP2 1 IDR/0"], ["capture PSP2 1 KWD/3"]]);
  });

  it("names platform messages by their own type", () => {
    const event = read("adyen", { scheme: "platform" }, '{"type":"balancePlatform.transfer.updated","data":{"id":"T1","reference":"r"},"timestamp":"2026-01-01T00:59:55+01:00"}');
    expect(event).toMatchObject({ type: "adyen.balancePlatform.transfer.updated", references: ["T1", "r"], facts: [] });
  });
});

describe("Praxis", () => {
  const settings = { merchantId: "M", applicationKey: "A" };
  const message = (type: string, status: string, more: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({ merchant_id: "M", application_key: "A", timestamp: 1767225595, customer: { customer_token: "tok" }, session: { order_id: "o-1" }, transaction: { transaction_type: type, transaction_status: status, tid: 7, transaction_id: "x7", currency: "EUR", amount: 100, reference_id: null, ...more }, version: "1.3" });

  it.each([
    ["sale", "initialized", "payment.created", ["created 7 100 EUR/2"]],
    ["sale", "pending", "payment.pending", ["pending 7 100 EUR/2"]],
    ["authorization", "authorized", "payment.authorized", ["auth 7 100 EUR/2"]],
    ["authorize", "approved", "payment.authorized", ["auth 7 100 EUR/2"]],
    ["sale", "approved", "payment.completed", ["auth 7 100 EUR/2", "capture 7 100 EUR/2"]],
    ["sale", "rejected", "payment.failed", ["auth_failed 7 100 EUR/2"]],
    ["sale", "canceled", "payment.canceled", ["cancel 7 100 EUR/2"]],
    ["sale", "refund", "refund.completed", ["refunded_in_full 7 100 EUR/2"]],
    ["refund", "approved", "refund.completed", ["refund 7 100 EUR/2"]],
    ["refund", "pending", "refund.initiated", ["refund_requested 7 100 EUR/2"]],
    ["refund", "error", "refund.failed", ["refund_failed 7 100 EUR/2"]],
    ["sale", "chargeback", "dispute.opened", ["chargeback 7 100 EUR/2"]],
    ["payout", "requested", "payout.initiated", ["payout_pending 7 100 EUR/2"]],
    ["payout", "approved", "payout.completed", ["payout_paid 7 100 EUR/2"]],
    ["payout", "rejected", "payout.failed", ["payout_failed 7 100 EUR/2"]],
    ["sale", "duplicated", "praxis.sale.duplicated", []],
    ["sale", "something new", "praxis.sale.something new", []],
  ])("%s %s is %s", (type, status, expected, facts) => {
    const event = read("praxis", settings, message(type, status));
    expect([event.type, words(event.facts)]).toEqual([expected, facts]);
    expect(event.references).toEqual(expect.arrayContaining(["7", "x7", "o-1", "tok"]));
  });

  it("a refund belongs to the transaction that it names, a refund of nothing to none", () => {
    const payments = [756850, null].map((reference) => read("praxis", settings, message("refund", "approved", { reference_id: reference })).facts[0]?.payment);
    expect(payments).toEqual(["756850", null]);
  });

  it("a session without a transaction acts on the order", () => {
    const event = read("praxis", settings, '{"session":{"order_id":"o-1","session_status":"expired"},"transaction":null,"timestamp":1767225595}');
    expect(event).toMatchObject({ type: "payment.expired", providerType: "session.expired", facts: [{ kind: "expire", payment: "o-1", scope: "session" }] });
  });

  it("flags currencies whose exponent Praxis does not publish", () => {
    const flags = ["EUR", "JPY", "KWD"].map((currency) => read("praxis", settings, message("sale", "approved", { currency })).flags);
    expect(flags).toEqual([[], [], ["exponent_unconfirmed"]]);
  });
});

describe("Prahsys", () => {
  const settings = { scheme: "svix" };
  const message = (operation: string, more: Readonly<Record<string, unknown>> = {}) =>
    JSON.stringify({ eventType: `payments.payment.transaction.${operation}`, eventId: "e1", payload: { data: { id: "tx_1", operation: operation.toUpperCase(), result: "SUCCESS", amount: 25.99, currency: "USD", payment: { id: "pay_1" }, createdAt: "2026-01-01T00:00:00Z", ...more } } });

  it.each([
    ["authorize", {}, "payment.authorized", ["auth tx_1 2599 USD/2"]],
    ["capture", {}, "payment.completed", ["capture tx_1 2599 USD/2"]],
    ["pay", {}, "payment.completed", ["auth tx_1 2599 USD/2", "capture tx_1 2599 USD/2"]],
    ["pay", { result: "DECLINED" }, "payment.failed", ["auth_failed tx_1 2599 USD/2"]],
    ["refund", {}, "refund.completed", ["refund tx_1 2599 USD/2"]],
    ["refund", { result: "PENDING" }, "refund.initiated", ["refund_requested tx_1 2599 USD/2"]],
    ["refund", { result: "FAILURE" }, "refund.failed", ["refund_failed tx_1 2599 USD/2"]],
    ["void", { targetTransactionId: "tx_0" }, "payment.canceled", ["void tx_0 2599 USD/2"]],
    ["chargeback", {}, "dispute.opened", ["chargeback tx_1 2599 USD/2"]],
    ["verify", {}, "prahsys.payments.payment.transaction.verify", []],
    ["pay", { amount: 25.999 }, "prahsys.payments.payment.transaction.pay", []],
    ["pay", { operation: "REFUND" }, "prahsys.payments.payment.transaction.pay", []],
  ])("%s %j is %s", (operation, more, type, facts) => {
    const event = read("prahsys", settings, message(operation, more));
    expect([event.type, words(event.facts)]).toEqual([type, facts]);
    expect(event.references).toEqual(expect.arrayContaining(["pay_1", "tx_1", "e1"]));
  });

  it.each([
    ["only the inner object, as Svix posts it", '{"success":true,"statusCode":200,"data":{"id":"tx_1","operation":"PAY","amount":25.99,"currency":"USD"}}', "payments.payment.transaction.pay"],
    ["bare data", '{"data":{"id":"tx_1","operation":"PAY","amount":25.99,"currency":"USD"}}', "payments.payment.transaction.pay"],
    ["type and data", '{"type":"PAYMENT_SUCCEEDED","data":{"id":"tx_1","operation":"PAY","amount":25.99,"currency":"USD"}}', "PAYMENT_SUCCEEDED"],
    ["an older name", '{"type":"payment.captured","data":{"id":"tx_1","amount":25.99,"currency":"USD"}}', "payment.captured"],
  ])("reads %s", (_name, body, providerType) => {
    const event = read("prahsys", settings, body, { "svix-id": "msg_1" });
    expect([event.type, event.providerType]).toEqual(["payment.completed", providerType]);
  });
});

describe("gateways and Standard Webhooks", () => {
  const message = (event: string, data: string, more = "") => `{"id":"evt_1","event":"${event}","created_at":"2026-01-01T00:00:00Z","data":${data}${more}}`;

  it.each([
    ["payment.completed", '{"id":"pay_1","amount":2599,"currency":"EUR"}', "payment.completed", ["auth pay_1 2599 EUR/2", "capture pay_1 2599 EUR/2"], []],
    ["payment.completed", '{"payment_id":"pay_1","amount":9007199254740993,"currency":"eur"}', "payment.completed", ["auth pay_1 9007199254740993 EUR/2", "capture pay_1 9007199254740993 EUR/2"], []],
    ["payment.completed", '{"object":{"id":"pay_1","amount":2599,"currency":"JPY"}}', "payment.completed", ["auth pay_1 2599 JPY/0", "capture pay_1 2599 JPY/0"], []],
    ["payment.completed", '{"id":"pay_1","amount":25.99,"currency":"EUR"}', "payment.completed", ["auth pay_1", "capture pay_1"], ["amount_unread"]],
    ["payment.failed", '{"id":"pay_1"}', "payment.failed", ["auth_failed pay_1"], []],
    ["refund.initiated", '{"id":"ref_1","payment_id":"pay_1","amount":100,"currency":"EUR"}', "refund.initiated", ["refund_requested ref_1 100 EUR/2"], []],
    ["refund.completed", '{"refund_id":"ref_1","payment":"pay_1","amount":100,"currency":"EUR"}', "refund.completed", ["refund ref_1 100 EUR/2"], []],
    ["refund.completed", '{"id":"ref_1"}', "refund.completed", ["refund ref_1"], ["unlinked"]],
    ["customer.created", '{"id":"cus_1"}', "customer.created", [], []],
    ["invoice.paid", '{"id":"inv_1"}', "gateway.invoice.paid", [], []],
  ])("%s %s", (event, data, type, facts, flags) => {
    const result = read("gateway", {}, message(event, data));
    expect([result.type, words(result.facts), result.flags]).toEqual([type, facts, flags]);
  });

  it("major units and other places by the profile", () => {
    const profile = { amountUnit: "major", typePath: "/kind", idPath: "/meta/id", timePath: "/at", amountPath: "/sum/0", currencyPath: "/sum/1", paymentPath: "/payment~1id" };
    const event = read("gateway", profile, '{"kind":"payment.completed","meta":{"id":1},"at":1767225600,"sum":["25.9","EUR"],"payment/id":"p9"}');
    expect([event.type, words(event.facts), event.occurredAt]).toEqual(["payment.completed", ["auth p9 2590 EUR/2", "capture p9 2590 EUR/2"], new Date(1_767_225_600_000)]);
  });

  it("two types that differ give no fact", () => {
    expect(read("gateway", {}, message("payment.completed", '{"id":"p"}', ',"type":"payment.failed"'))).toMatchObject({ type: "gateway.payment.completed", facts: [], flags: ["ambiguous_type"] });
  });

  it("duplicate members give no fact, anywhere in the body", () => {
    expect(read("standard-webhooks", {}, '{"type":"payment.completed","data":{"id":"p","amount":1,"amount":2,"currency":"EUR"}}')).toMatchObject({ type: "standard-webhooks.payment.completed", facts: [], flags: ["duplicate_members"] });
  });

  it("names and references are free of what a database refuses", () => {
    const event = read("gateway", {}, '{"event":"a\\u0000b\\ud800","data":{"id":"x\\u0000y"}}');
    expect([event.type, event.providerType, event.references]).toEqual(["gateway.ab\ufffd", "ab\ufffd", ["xy"]]);
  });

  it.each(["[]", "1", '"x"', "null", "{}", '{"data":null}', "not json"])("%s is stored without a fact", (body) => {
    expect(read("gateway", {}, body)).toMatchObject({ type: "gateway.unknown", providerType: "unknown", facts: [], occurredAt: null });
  });
});

describe("Stripe", () => {
  const message = (type: string, object: Readonly<Record<string, unknown>>) => JSON.stringify({ id: "evt_1", object: "event", type, created: 1767225590, livemode: false, data: { object: { currency: "eur", ...object } } });
  const intent = { object: "payment_intent", id: "pi_1", amount: 2599, amount_received: 2599, amount_capturable: 0, latest_charge: "ch_1" };
  const charge = { object: "charge", id: "ch_1", payment_intent: "pi_1", amount: 2599, amount_captured: 2000, amount_refunded: 500, captured: true };
  const refund = { object: "refund", id: "re_1", charge: "ch_1", payment_intent: "pi_1", amount: 500 };
  const dispute = { object: "dispute", id: "dp_1", charge: "ch_1", payment_intent: "pi_1", amount: 2599 };

  it.each([
    ["payment_intent.created", intent, "payment.created", ["created pi_1 2599 EUR/2"]],
    ["payment_intent.requires_action", intent, "payment.action_required", ["action_required pi_1 2599 EUR/2"]],
    ["payment_intent.processing", intent, "payment.pending", ["pending pi_1 2599 EUR/2"]],
    ["payment_intent.amount_capturable_updated", { ...intent, amount_received: 99, amount_capturable: 2500 }, "payment.authorized", ["auth pi_1 2599 EUR/2"]],
    ["payment_intent.succeeded", intent, "payment.completed", ["auth ch_1 2599 EUR/2", "capture ch_1 2599 EUR/2"]],
    ["payment_intent.succeeded", { ...intent, latest_charge: { id: "ch_1" } }, "payment.completed", ["auth ch_1 2599 EUR/2", "capture ch_1 2599 EUR/2"]],
    ["payment_intent.payment_failed", intent, "payment.failed", ["auth_failed pi_1 2599 EUR/2"]],
    ["payment_intent.canceled", intent, "payment.canceled", ["cancel pi_1 2599 EUR/2"]],
    ["charge.succeeded", charge, "payment.completed", ["auth ch_1 2599 EUR/2", "capture ch_1 2000 EUR/2"]],
    ["charge.succeeded", { ...charge, captured: false }, "payment.authorized", ["auth ch_1 2599 EUR/2"]],
    ["charge.captured", charge, "payment.completed", ["capture ch_1 2000 EUR/2"]],
    ["charge.expired", charge, "payment.expired", ["expire ch_1 2599 EUR/2"]],
    ["charge.refunded", charge, "refund.completed", ["refunded_total ch_1 500 EUR/2"]],
    ["refund.created", { ...refund, status: "pending" }, "refund.initiated", ["refund_requested re_1 500 EUR/2"]],
    ["refund.updated", { ...refund, status: "succeeded" }, "refund.completed", ["refund re_1 500 EUR/2"]],
    ["refund.failed", refund, "refund.failed", ["refund_failed re_1 500 EUR/2"]],
    ["charge.refund.updated", { ...refund, status: "canceled" }, "refund.failed", ["refund_failed re_1 500 EUR/2"]],
    ["charge.dispute.created", { ...dispute, status: "needs_response" }, "dispute.opened", ["dispute_open dp_1 2599 EUR/2"]],
    ["charge.dispute.created", { ...dispute, status: "warning_needs_response" }, "dispute.opened", ["inquiry dp_1 2599 EUR/2"]],
    ["charge.dispute.funds_withdrawn", dispute, "dispute.updated", ["chargeback dp_1 2599 EUR/2"]],
    ["charge.dispute.closed", { ...dispute, status: "won" }, "dispute.won", ["chargeback_reversed dp_1 2599 EUR/2"]],
    ["charge.dispute.closed", { ...dispute, status: "lost" }, "dispute.lost", ["chargeback_lost dp_1 2599 EUR/2"]],
    ["charge.dispute.closed", { ...dispute, status: "warning_closed" }, "stripe.charge.dispute.closed", ["inquiry_closed dp_1 2599 EUR/2"]],
    ["customer.created", { object: "customer", id: "cus_1" }, "customer.created", []],
    ["invoice.paid", { object: "invoice", id: "in_1" }, "stripe.invoice.paid", []],
  ])("%s is %s", (type, object, expected, facts) => {
    const event = read("stripe", {}, message(type, object));
    expect([event.type, words(event.facts)]).toEqual([expected, facts]);
    expect(event.facts.filter(({ payment }) => payment !== "pi_1")).toEqual([]);
  });

  it("a thin event tells nothing of a payment", () => {
    const event = read("stripe", {}, '{"id":"evt_2","object":"v2.core.event","type":"v1.billing.meter.error","created":"2026-01-01T00:00:00Z","related_object":{"id":"mtr_1"}}');
    expect(event).toMatchObject({ type: "stripe.v1.billing.meter.error", facts: [], references: ["mtr_1", "evt_2"], occurredAt: new Date("2026-01-01T00:00:00Z") });
  });

  it("counts amounts by its own exponents", () => {
    const amounts = ["isk", "clp", "kwd"].map((currency) => words(read("stripe", {}, message("charge.captured", { ...charge, currency })).facts));
    expect(amounts).toEqual([["capture ch_1 2000 ISK/2"], ["capture ch_1 2000 CLP/0"], ["capture ch_1 2000 KWD/3"]]);
  });
});
