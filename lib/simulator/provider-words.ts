import { paymentIdOf } from "./generic-messages.ts";
import { prahsysPaymentIdOf } from "./prahsys-messages.ts";
import { derivedText, upperAlphanumeric } from "./randomness.ts";
import { praxisTidOf } from "./praxis-messages.ts";
import { idOf } from "./stripe-objects.ts";
import type { Vocabulary } from "./vocabulary.ts";

const adyenReference: Vocabulary["referenceOf"] = ({ id }) => derivedText(id, "adyen payment", upperAlphanumeric, 16);

/** Tells of a payment only once it is decided: no message says that one waits for its customer. */
const adyenManual: Vocabulary = {
  referenceOf: adyenReference,
  words: {
    authorize: ["AUTHORISATION"],
    pay: ["AUTHORISATION", "CAPTURE"],
    decline: ["AUTHORISATION:false"],
    passChallenge: ["AUTHORISATION:challenged", "CAPTURE"],
    failChallenge: ["AUTHORISATION:not-authenticated"],
    abandon: ["OFFER_CLOSED"],
    adjust: ["AUTHORISATION_ADJUSTMENT"],
    capture: ["CAPTURE"],
    failCapture: ["CAPTURE_FAILED"],
    captureAgain: ["CAPTURE:again"],
    cancel: ["CANCELLATION"],
    expire: ["EXPIRE"],
    beginRefund: ["REFUND"],
    refund: ["REFUND"],
    failRefund: ["REFUND_FAILED"],
    reverseRefund: ["REFUNDED_REVERSED"],
    inquire: ["REQUEST_FOR_INFORMATION"],
    openDispute: ["NOTIFICATION_OF_CHARGEBACK"],
    chargeBack: ["CHARGEBACK"],
    winDispute: ["INFORMATION_SUPPLIED", "CHARGEBACK_REVERSED", "PREARBITRATION_WON"],
    loseDispute: ["INFORMATION_SUPPLIED", "CHARGEBACK_REVERSED", "SECOND_CHARGEBACK"],
    subscribe: ["RECURRING_CONTRACT"],
    renew: ["AUTHORISATION", "CAPTURE"],
  },
};

/** An authorisation means captured, and no CAPTURE comes. */
const adyenAutomatic: Vocabulary = {
  referenceOf: adyenReference,
  words: { ...adyenWithoutCaptures(), pay: ["AUTHORISATION"], passChallenge: ["AUTHORISATION:challenged"], renew: ["AUTHORISATION"] },
};

function adyenWithoutCaptures(): Vocabulary["words"] {
  const { authorize: _authorize, adjust: _adjust, capture: _capture, captureAgain: _again, expire: _expire, ...others } = adyenManual.words;
  return others;
}

const praxis: Vocabulary = {
  referenceOf: (payment) => praxisTidOf(payment, "payment"),
  // Before there is a tid, the order stands for the payment.
  sessionReferenceOf: ({ orderReference }) => `order:${orderReference}`,
  words: {
    authorize: ["session.opened", "authorization.authorized"],
    pay: ["session.opened", "sale.initialized", "sale.pending", "sale.approved"],
    decline: ["session.opened", "sale.initialized", "sale.rejected"],
    wait: ["session.opened", "sale.pending"],
    challenge: ["session.opened", "session.challenged"],
    passChallenge: ["sale.approved"],
    failChallenge: ["sale.rejected"],
    abandon: ["session.opened", "session.expired"],
    capture: ["capture.approved"],
    cancel: ["authorization.canceled"],
    askRefund: ["refund.requested"],
    beginRefund: ["refund.requested"],
    refund: ["refund.requested", "refund.approved"],
    failRefund: ["refund.rejected"],
    chargeBack: ["sale.chargeback"],
    requestPayout: ["payout.requested"],
    payOutPart: ["payout.partial"],
    payOut: ["payout.approved"],
    rejectPayout: ["payout.rejected"],
    subscribe: ["subscription.created"],
    renew: ["sale.approved", "subscription.renewed"],
    unsubscribe: ["subscription.canceled"],
  },
};

const stripe: Vocabulary = {
  referenceOf: (payment) => idOf(payment, "pi"),
  // A charge is captured once; what is left is given back.
  without: ["capture-in-parts"],
  words: {
    authorize: ["payment_intent.created", "charge.succeeded:authorized", "payment_intent.amount_capturable_updated"],
    pay: ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"],
    decline: ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"],
    wait: ["payment_intent.created", "payment_intent.processing"],
    challenge: ["payment_intent.created", "payment_intent.requires_action"],
    passChallenge: ["charge.succeeded", "payment_intent.succeeded"],
    failChallenge: ["payment_intent.payment_failed:not-authenticated"],
    capture: ["charge.captured", "payment_intent.succeeded"],
    cancel: ["payment_intent.canceled"],
    expire: ["charge.expired"],
    askRefund: ["refund.created"],
    beginRefund: ["refund.created"],
    refund: ["refund.created", "refund.updated", "charge.refunded"],
    failRefund: ["refund.failed"],
    inquire: ["charge.dispute.created:inquiry"],
    closeInquiry: ["charge.dispute.closed:inquiry"],
    openDispute: ["charge.dispute.created"],
    chargeBack: ["charge.dispute.funds_withdrawn"],
    winDispute: ["charge.dispute.updated", "charge.dispute.closed:won", "charge.dispute.funds_reinstated"],
    loseDispute: ["charge.dispute.updated", "charge.dispute.closed:lost"],
    subscribe: ["customer.created", "customer.subscription.created"],
    renew: ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "invoice.paid"],
    createCustomer: ["customer.created"],
    updateCustomer: ["customer.updated"],
  },
};

const catalogue = <const Names extends readonly [string, ...string[]]>(...names: Names): readonly [string, ...string[]] => {
  const [first, ...others] = names.map((name) => `payments.payment.transaction.${name}`);
  return [first ?? "", ...others];
};

const prahsysSvix: Vocabulary = {
  referenceOf: prahsysPaymentIdOf,
  words: {
    authorize: catalogue("authorize"),
    pay: catalogue("pay"),
    decline: catalogue("pay:declined"),
    wait: catalogue("pay:pending"),
    adjust: catalogue("update_authorization"),
    capture: catalogue("capture"),
    cancel: catalogue("void"),
    askRefund: catalogue("refund:pending"),
    beginRefund: catalogue("refund:pending"),
    refund: catalogue("refund:pending", "refund"),
    failRefund: catalogue("refund:failed"),
    chargeBack: catalogue("chargeback"),
    winDispute: catalogue("chargeback_reversal"),
    renew: catalogue("pay"),
  },
};

/** The older names, which carry no time and no reference of an operation: of several captures or refunds only one would be seen. */
const prahsysProtocol: Vocabulary = {
  referenceOf: prahsysPaymentIdOf,
  without: ["capture-part", "capture-in-parts", "capture-part-rest-canceled", "refund-in-parts"],
  words: {
    authorize: ["payment.created", "payment.authorized"],
    pay: ["payment.created", "payment.authorized", "payment.captured"],
    decline: ["payment.created", "payment.failed"],
    capture: ["payment.captured"],
    cancel: ["payment.voided"],
    refund: ["payment.refunded"],
  },
};

const generic: Vocabulary = {
  referenceOf: paymentIdOf,
  words: {
    pay: ["payment.completed"],
    decline: ["payment.failed"],
    askRefund: ["refund.initiated"],
    refund: ["refund.initiated", "refund.completed"],
    renew: ["payment.completed"],
    createCustomer: ["customer.created"],
    updateCustomer: ["customer.updated"],
  },
};

export const vocabularies = { adyenManual, adyenAutomatic, praxis, stripe, prahsysSvix, prahsysProtocol, generic } as const;
