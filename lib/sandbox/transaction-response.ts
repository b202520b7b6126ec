import type { CaptureMode, SandboxSession, Step } from "./session-shape.ts";

type TransactionResponse = NonNullable<SandboxSession["response"]>;

/** The answer that a hosted checkout gives the shop, in words; `null` while nobody paid. */
export function transactionResponse(steps: readonly Step[], capture: CaptureMode): TransactionResponse | null {
  const last = steps.findLast(({ action }) => action === "pay" || action === "challenge");
  if (last === undefined) return null;
  switch (last.result) {
    case "approved":
    case "done":
      return capture === "automatic"
        ? { result: "SUCCESS", code: "APPROVED", says: "The bank agreed and the money was captured.", next: "Fulfil the order when the webhook says so too: the customer may close the browser before it comes back to the shop." }
        : { result: "SUCCESS", code: "APPROVED", says: "The bank agreed and holds the money. None of it is yours until you capture.", next: "Capture when you ship, or void to let go of the hold. It ends by itself after some days." };
    case "challenged":
      return { result: "PENDING", code: "AUTHENTICATION_REQUIRED", says: "The bank wants to see the customer before it decides.", next: "Wait. Neither fulfil nor cancel the order: a message tells how it ended, perhaps minutes later." };
    case "declined":
      return { result: "FAILURE", code: "DECLINED", says: "The bank refused and gives no reason.", next: "Offer another card. Trying the same one again at once seldom helps, and counts against you." };
    case "insufficient_funds":
      return { result: "FAILURE", code: "INSUFFICIENT_FUNDS", says: "The account does not hold enough for this amount.", next: "Offer another card, or a later try. The card itself is good." };
    case "not_authenticated":
      return { result: "FAILURE", code: "AUTHENTICATION_FAILED", says: "The customer did not pass the bank’s check, or gave up.", next: "Offer another try: the card may be good, and nothing was charged." };
    case "refused":
      return { result: "FAILURE", code: "REFUSED_BY_MERCHANT", says: `Your own validation refused it before the bank was asked${last.description === null || last.description === "" ? "" : `. The customer read: “${last.description}”`}.`, next: "Look at the rule that decided, if that was not meant. The provider charges nothing after a refusal." };
  }
}
