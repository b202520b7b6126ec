import { derivedText, digits } from "./randomness.ts";
import type { SimulatedPayment } from "./simulated-payment.ts";

export interface PraxisMessageKind {
  readonly message: "transaction" | "session" | "attempt" | "subscription";
  readonly transactionType: string;
  readonly status: string;
  readonly sessionStatus: string;
  /** What it is to the transaction that it names: it has a tid of its own then. */
  readonly actsOn?: "refund" | "capture";
}

const transaction = (transactionType: string, status: string, sessionStatus = "successful"): PraxisMessageKind => ({ message: "transaction", transactionType, status, sessionStatus });
const refund = (status: string): PraxisMessageKind => ({ ...transaction("refund", status), actsOn: "refund" });
const capture = (status: string): PraxisMessageKind => ({ ...transaction("sale", status), actsOn: "capture" });
const session = (sessionStatus: string): PraxisMessageKind => ({ message: "session", transactionType: "", status: "", sessionStatus });
const subscription = (status: string): PraxisMessageKind => ({ message: "subscription", transactionType: "", status, sessionStatus: "" });

/** Names are transaction_type and transaction_status; sessions, validations and subscriptions go by their own. */
export const praxisMessages: Readonly<Record<string, PraxisMessageKind>> = {
  "sale.approved": transaction("sale", "approved"),
  "sale.initialized": transaction("sale", "initialized", "open"),
  "sale.pending": transaction("sale", "pending", "open"),
  "sale.rejected": transaction("sale", "rejected", "failed"),
  "sale.error": transaction("sale", "error", "failed"),
  "sale.canceled": transaction("sale", "canceled", "failed"),
  "sale.refund": transaction("sale", "refund"),
  "sale.partial_refund": transaction("sale", "partial_refund"),
  "sale.chargeback": transaction("sale", "chargeback"),
  "authorization.authorized": transaction("authorization", "authorized"),
  "authorization.rejected": transaction("authorization", "rejected", "failed"),
  "authorization.canceled": transaction("authorization", "canceled", "failed"),
  "capture.approved": capture("approved"),
  "capture.rejected": capture("rejected"),
  "refund.requested": refund("initialized"),
  "refund.approved": refund("approved"),
  "refund.rejected": refund("rejected"),
  "payout.requested": transaction("payout", "requested", "open"),
  "payout.partial": transaction("payout", "partial_payout", "open"),
  "payout.approved": transaction("payout", "approved"),
  "payout.rejected": transaction("payout", "rejected", "failed"),
  "session.opened": session("open"),
  "session.challenged": session("action required"),
  "session.expired": session("expired"),
  validation: { message: "attempt", transactionType: "sale", status: "", sessionStatus: "open" },
  "subscription.renewed": subscription("active"),
  "subscription.created": subscription("active"),
  "subscription.canceled": subscription("canceled"),
};

/** A number that starts with neither 0 nor more digits than Praxis uses. */
export function praxisTidOf(payment: SimulatedPayment, role: string): string {
  return `7${derivedText(payment.id, `praxis ${role}`, digits, 8)}`;
}
