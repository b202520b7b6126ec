import type { Operation, SandboxSession, SessionState, StepAction, StepResult } from "#lib/sandbox/session-shape";
import { formatMinor } from "../ui/money-format.ts";
import type { Tone } from "../ui/state-badge.tsx";

export const stateWords: Readonly<Record<SessionState, { readonly word: string; readonly tone: Tone }>> = {
  open: { word: "Waits for the customer", tone: "neutral" },
  challenged: { word: "Waits for the bank’s check", tone: "warn" },
  declined: { word: "Declined", tone: "bad" },
  refused: { word: "Refused by your validation", tone: "bad" },
  authorized: { word: "Authorized", tone: "accent" },
  captured: { word: "Captured", tone: "good" },
  voided: { word: "Voided", tone: "neutral" },
};

export const actionWords: Readonly<Record<StepAction, string>> = { pay: "Payment", challenge: "3-D Secure", capture: "Capture", refund: "Refund", void: "Void", chargeback: "Chargeback" };

export const operationWords: Readonly<Record<Operation, { readonly verb: string; readonly says: string; readonly hasAmount: boolean }>> = {
  capture: { verb: "Capture", says: "Takes the money that the bank holds, all of it or a part.", hasAmount: true },
  refund: { verb: "Refund", says: "Gives captured money back, all of it or a part.", hasAmount: true },
  void: { verb: "Void", says: "Lets go of the hold before anything was captured.", hasAmount: false },
  chargeback: { verb: "Charge back", says: "The cardholder’s bank takes the money back.", hasAmount: false },
};

const resultWords: Readonly<Record<StepResult, string>> = { approved: "approved", challenged: "the bank wants to see the customer", declined: "declined", insufficient_funds: "declined: insufficient funds", not_authenticated: "declined: not authenticated", refused: "refused by your validation", done: "done" };

/** "Refund of 10.00 EUR: done" */
export function stepTitle(action: StepAction, result: StepResult, amountMinor: number, currency: string): string {
  return `${actionWords[action]} of ${formatMinor(BigInt(amountMinor), 2)} ${currency}: ${resultWords[result]}`;
}

/** Where the session stands, in one sentence. */
export function sessionAnswer({ state, amounts, disputed, capture }: SandboxSession): string {
  const told = ({ amountMinor, currency }: { readonly amountMinor: bigint; readonly currency: string }) => `${formatMinor(amountMinor, 2)} ${currency}`;
  if (state === "open") return "Nobody paid yet. Open the payment page and choose a test card.";
  if (state === "challenged") return "The bank wants to see the customer: end its check on the payment page.";
  if (state === "declined") return "The payment failed. Nothing was charged.";
  if (state === "refused") return "Your validation refused the payment before the bank was asked.";
  if (state === "voided") return "The hold was let go of. Nothing was charged.";
  if (state === "authorized") return `The bank holds ${told(amounts.authorized)}. Capture it, or void it.`;
  const parts = [`${told(amounts.captured)} captured${capture === "automatic" ? " at once" : ""}`, ...(amounts.refunded.amountMinor > 0n ? [`${told(amounts.refunded)} refunded`] : []), ...(disputed ? ["charged back"] : [])];
  return `${parts.join(", ")}.`;
}
