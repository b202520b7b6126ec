import type { Money } from "#lib/providers/fact";
import type { Transaction } from "#lib/transactions/transaction-shape";
import { formatMinor } from "../ui/money-format.ts";
import { anomalyWords, disputeWords, lowerFirst, statusWords } from "./transaction-words.ts";

/** What the answer is made of. */
export interface ToldTransaction extends Pick<Transaction, "kind" | "status" | "foldedStatus" | "dispute" | "amount" | "amounts" | "unlinked" | "resolution" | "anomalies"> {
  readonly operations: readonly { readonly kind: string; readonly state: string; readonly at: string | null }[];
}

/** Writes the day of a moment as the reader's zone has it: `3 March`. */
export type DayOf = (at: string) => string;

/** The page's answer: was it paid, how much of it came back, and does anything about it need an eye. */
export function transactionAnswer(told: ToldTransaction, dayOf: DayOf): string {
  return [...opening(told, dayOf), ...disputeSentence(told, dayOf), ...anomalySentence(told)].join(" ");
}

function opening(told: ToldTransaction, dayOf: DayOf): readonly string[] {
  const { resolution, foldedStatus } = told;
  if (resolution === null) return [folded(told, dayOf)];
  const about = told.amount === null ? "" : `, ${money(told.amount)}`;
  const closed = `Closed by hand as ${lowerFirst(statusWords[resolution.status])}${about}, by ${resolution.by} on ${dayOf(resolution.at)}.`;
  return [closed, foldedStatus === resolution.status ? "Its messages say the same." : `Its messages say: ${lowerFirst(folded(told, dayOf))}`];
}

function folded(told: ToldTransaction, dayOf: DayOf): string {
  if (told.kind === "payout") return payoutSentence(told, dayOf);
  if (told.kind === "refund") return unlinkedSentence(told, dayOf);
  return paymentSentence(told, dayOf);
}

function paymentSentence(told: ToldTransaction, dayOf: DayOf): string {
  const { foldedStatus, amount, amounts } = told;
  const over = amount === null ? "" : ` of ${money(amount)}`;
  const total = amount === null ? "" : `, ${money(amount)}`;
  switch (foldedStatus) {
    case "created":
      return `Started${total}; no message tells of an authorization yet.`;
    case "action_required":
      return `Waiting for the customer${total}: a further step is asked of them, such as 3-D Secure.`;
    case "pending":
      return `Pending${total}; the provider has not decided yet.`;
    case "authorized":
      return `Authorized${total}; nothing is captured yet.`;
    case "partially_captured":
      return `Partly paid: ${money(amounts.captured)} captured of ${money(amounts.authorized)} authorized.`;
    case "captured":
      return capturedSentence(told);
    case "partially_refunded":
      return `Paid, ${money(amounts.captured)}; ${refundedPart(told, dayOf)}.`;
    case "refunded":
      return `Refunded in full, ${money(positive(amounts.refunded) ?? amount)}${onDay(told, "refund", dayOf)}.`;
    case "failed":
      return `Not paid: the attempt${over} failed.`;
    case "canceled":
      return `Not paid: the payment${over} was canceled before anything was captured.`;
    case "expired":
      return positive(amounts.authorized) === null ? "Not paid: the customer’s session expired." : `Not paid: the authorization${over} expired before anything was captured.`;
    case "partially_paid":
    case "paid":
      return payoutSentence(told, dayOf);
  }
}

function capturedSentence({ amounts }: ToldTransaction): string {
  const { authorized, captured } = amounts;
  if (captured === null || captured.amountMinor === 0n) return "Paid; no message says how much was captured.";
  const isPart = authorized !== null && authorized.currency === captured.currency && authorized.amountMinor > captured.amountMinor;
  return isPart ? `Paid, ${money(captured)} of the ${money(authorized)} authorized; the rest was released.` : `Paid, ${money(captured)}.`;
}

function refundedPart(told: ToldTransaction, dayOf: DayOf): string {
  const refunded = positive(told.amounts.refunded);
  if (refunded === null) return "a part was refunded, and no message says how much";
  const parts = told.operations.filter(({ kind, state }) => kind === "refund" && state === "done").length;
  if (parts <= 1) return `${money(refunded)} refunded${onDay(told, "refund", dayOf)}`;
  return `${money(refunded)} refunded in ${String(parts)} parts, the last${onDay(told, "refund", dayOf)}`;
}

function payoutSentence(told: ToldTransaction, dayOf: DayOf): string {
  const over = told.amount === null ? "" : ` of ${money(told.amount)}`;
  switch (told.foldedStatus) {
    case "paid":
      return `Paid out${told.amount === null ? "" : `, ${money(told.amount)}`}${onDay(told, "payout", dayOf)}.`;
    case "partially_paid":
      return `A payout${over}; a part of it is paid.`;
    case "failed":
      return `Not paid out: the payout${over} failed.`;
    case "canceled":
      return `Not paid out: the payout${over} was canceled.`;
    default:
      return `A payout${over} that is on its way; the provider has not confirmed it yet.`;
  }
}

function unlinkedSentence(told: ToldTransaction, dayOf: DayOf): string {
  const over = told.amount === null ? "" : ` of ${money(told.amount)}`;
  const waits = "Its payment is not known yet; it joins it when a message about that arrives.";
  switch (told.foldedStatus) {
    case "refunded":
      return `A refund${over}, done${onDay(told, "refund", dayOf)}. ${waits}`;
    case "pending":
      return `A refund${over} that was requested. ${waits}`;
    case "canceled":
      return `A refund${over} that was canceled. ${waits}`;
    default:
      return `A refund${over} that failed. ${waits}`;
  }
}

function disputeSentence({ dispute, amounts, operations }: ToldTransaction, dayOf: DayOf): readonly string[] {
  const last = operations.findLast(({ kind, at }) => kind === "dispute" && at !== null)?.at ?? null;
  const day = last === null ? "" : ` on ${dayOf(last)}`;
  const disputed = positive(amounts.disputed);
  switch (dispute) {
    case "none":
      return [];
    case "inquiry":
      return ["The customer’s bank asks about it; no money is taken back."];
    case "open":
      return ["A dispute is open: answer it at the provider."];
    case "chargeback":
      return [`${disputed === null ? "It was" : `${money(disputed)} were`} charged back${day}; the dispute is not decided yet.`];
    case "reversed":
      return [`${disputeWords.reversed}${day}: the money is yours again.`];
    case "lost":
      return [`${disputeWords.lost}${day}${disputed === null ? "" : `: ${money(disputed)} are gone`}.`];
  }
}

function anomalySentence({ anomalies }: ToldTransaction): readonly string[] {
  const open = anomalies.filter(({ acknowledged }) => !acknowledged);
  if (open.length === 0) return [];
  return [`Worth a look: ${open.map(({ code }) => lowerFirst(anomalyWords[code])).join(", ")}.`];
}

/** When the last operation of this kind was done. */
function onDay({ operations }: ToldTransaction, kind: string, dayOf: DayOf): string {
  const times = operations.flatMap(({ kind: own, state, at }) => (own === kind && (state === "done" || state === "paid") && at !== null ? [at] : [])).sort();
  const last = times.at(-1);
  return last === undefined ? "" : ` on ${dayOf(last)}`;
}

function positive(amount: Money | null): Money | null {
  return amount !== null && amount.amountMinor > 0n ? amount : null;
}

function money(amount: Money | null): string {
  return amount === null ? "an unknown amount" : `${formatMinor(amount.amountMinor, amount.exponent)} ${amount.currency}`;
}
