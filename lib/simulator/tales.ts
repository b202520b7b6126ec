import { after, daySeconds as day, hourSeconds as hour, maybe, minuteSeconds as minute, most, percent, quarter, rest, seventh, type Tale } from "./tale.ts";

const paid = after(0, "pay");
const authorized = after(0, "authorize");

/** What happens to payments at providers. */
export const tales: readonly Tale[] = [
  { id: "sale", title: "Paid at once", sayings: [paid], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "authorize", title: "Authorized, not captured yet", sayings: [authorized], end: () => ({ status: "authorized" }) },
  { id: "authorize-and-capture", title: "Authorized, captured a day later", sayings: [authorized, after(day, "capture")], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "decline", title: "Declined", sayings: [after(0, "decline")], end: () => ({ status: "failed", authorized: 0n }) },
  { id: "pending", title: "Waits for the bank", sayings: [after(0, "wait")], end: () => ({ status: "pending", authorized: 0n }) },
  { id: "pending-then-paid", title: "Waits for the bank, then paid", sayings: [after(0, "wait"), after(hour, "pay")], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "challenge", title: "3-D Secure: the customer is asked", sayings: [after(0, "challenge")], end: () => ({ status: "action_required", authorized: 0n }), ofSession: true },
  { id: "challenge-passed", title: "3-D Secure passed, then paid", sayings: [maybe(0, "challenge"), after(2 * minute, "passChallenge")], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "challenge-failed", title: "3-D Secure failed", sayings: [maybe(0, "challenge"), after(2 * minute, "failChallenge")], end: () => ({ status: "failed", authorized: 0n }) },
  { id: "abandoned", title: "The customer never paid", sayings: [after(15 * minute, "abandon")], end: () => ({ status: "expired", authorized: 0n }), ofSession: true },
  { id: "adjusted", title: "Authorized, the amount raised, captured", sayings: [authorized, after(hour, "adjust", { name: "", of: (whole) => whole * 2n }), after(day, "capture", { name: "", of: (whole) => whole * 2n })], end: (whole) => ({ status: "captured", authorized: whole * 2n, captured: whole * 2n }) },
  { id: "capture-part", title: "Captured in part, the rest open", sayings: [authorized, after(day, "capture", most)], end: (whole) => ({ status: "partially_captured", captured: percent(whole, 60n) }) },
  { id: "capture-in-parts", title: "Captured in two parts", sayings: [authorized, after(day, "capture", most), after(day, "capture", rest)], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "capture-part-rest-canceled", title: "Captured in part, the rest canceled", sayings: [authorized, after(day, "capture", most), after(hour, "cancel")], end: (whole) => ({ status: "captured", captured: percent(whole, 60n) }) },
  { id: "capture-failed", title: "Captured, the capture failed days later", sayings: [authorized, after(day, "capture"), after(3 * day, "failCapture")], end: () => ({ status: "authorized" }) },
  { id: "captured-again", title: "The capture failed and was made again", sayings: [authorized, after(day, "capture"), after(3 * day, "failCapture"), after(day, "captureAgain")], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "cancel", title: "Authorized, then canceled", sayings: [authorized, after(2 * hour, "cancel")], end: () => ({ status: "canceled" }) },
  { id: "expire", title: "Authorized, never captured, expired", sayings: [authorized, after(28 * day, "expire")], end: () => ({ status: "expired" }) },
  { id: "refund", title: "Paid, refunded wholly", sayings: [paid, after(4 * day, "refund")], end: (whole) => ({ status: "refunded", captured: whole, refunded: whole }) },
  { id: "refund-in-parts", title: "Paid, refunded in two parts", sayings: [paid, after(day, "refund", quarter), after(day, "refund", seventh)], end: (whole) => ({ status: "partially_refunded", captured: whole, refunded: percent(whole, 25n) + percent(whole, 15n) }) },
  { id: "refund-pending", title: "Paid, a refund asked for", sayings: [paid, after(day, "askRefund")], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "refund-failed", title: "Paid, the refund failed", sayings: [paid, after(day, "beginRefund"), after(2 * day, "failRefund")], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "refund-reversed", title: "Paid, refunded, and the refund came back", sayings: [paid, after(day, "refund"), after(5 * day, "reverseRefund")], end: (whole) => ({ status: "captured", captured: whole }) },
  { id: "inquiry", title: "The card holder's bank asks", sayings: [paid, after(9 * day, "inquire")], end: (whole) => ({ status: "captured", captured: whole, dispute: "inquiry" }) },
  { id: "inquiry-closed", title: "The card holder's bank asks and is content", sayings: [paid, after(9 * day, "inquire"), after(5 * day, "closeInquiry")], end: (whole) => ({ status: "captured", captured: whole, dispute: "none" }) },
  { id: "dispute-opened", title: "A chargeback is announced", sayings: [paid, after(20 * day, "openDispute")], end: (whole) => ({ status: "captured", captured: whole, dispute: "open" }) },
  { id: "chargeback", title: "Charged back", sayings: [paid, maybe(20 * day, "openDispute"), after(day, "chargeBack")], end: (whole) => ({ status: "captured", captured: whole, dispute: "chargeback", disputed: whole }) },
  { id: "chargeback-won", title: "Charged back, defended and won", sayings: [paid, maybe(20 * day, "openDispute"), after(day, "chargeBack"), after(30 * day, "winDispute")], end: (whole) => ({ status: "captured", captured: whole, dispute: "reversed" }) },
  { id: "chargeback-lost", title: "Charged back, defended and lost", sayings: [paid, maybe(20 * day, "openDispute"), after(day, "chargeBack"), after(30 * day, "loseDispute")], end: (whole) => ({ status: "captured", captured: whole, dispute: "lost", disputed: whole }) },
  { id: "refund-then-chargeback", title: "Refunded in part, then charged back", sayings: [paid, after(2 * day, "refund", quarter), after(20 * day, "chargeBack", rest)], end: (whole) => ({ status: "partially_refunded", captured: whole, refunded: percent(whole, 25n), dispute: "chargeback", disputed: whole - percent(whole, 60n) }) },
  { id: "payout-requested", title: "A payout is asked for", sayings: [after(0, "requestPayout")], end: () => ({ kind: "payout", status: "pending", authorized: 0n }) },
  { id: "payout", title: "A payout is approved", sayings: [after(0, "requestPayout"), after(hour, "payOut")], end: () => ({ kind: "payout", status: "paid", authorized: 0n }) },
  { id: "payout-in-part", title: "A payout is paid in part", sayings: [after(0, "requestPayout"), after(hour, "payOutPart")], end: () => ({ kind: "payout", status: "partially_paid", authorized: 0n }) },
  { id: "payout-rejected", title: "A payout is rejected", sayings: [after(0, "requestPayout"), after(hour, "rejectPayout")], end: () => ({ kind: "payout", status: "failed", authorized: 0n }) },
  {
    id: "subscription", title: "A subscription, renewed twice", sayings: [{ ...after(0, "subscribe"), optional: true }, after(0, "renew"), { ...after(30 * day, "renew"), renewal: 1 }, { ...after(30 * day, "renew"), renewal: 2 }, maybe(day, "unsubscribe")],
    end: (whole) => ({ status: "captured", captured: whole }),
  },
  { id: "customer", title: "A customer signs up and moves", sayings: [after(0, "createCustomer"), after(9 * day, "updateCustomer")], end: null },
];
