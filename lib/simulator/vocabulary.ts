import type { SimulatedPayment } from "./simulated-payment.ts";

/** What can happen to a payment, in our words; every provider tells of it by messages of its own. */
export const storyWords = [
  "authorize", "pay", "decline", "wait", "challenge", "passChallenge", "failChallenge", "abandon",
  "adjust", "capture", "failCapture", "captureAgain", "cancel", "expire",
  "askRefund", "beginRefund", "refund", "failRefund", "reverseRefund",
  "inquire", "closeInquiry", "openDispute", "chargeBack", "winDispute", "loseDispute",
  "requestPayout", "payOutPart", "payOut", "rejectPayout",
  "subscribe", "renew", "unsubscribe", "createCustomer", "updateCustomer",
] as const;
export type StoryWord = (typeof storyWords)[number];

/** How a provider tells of what happens. */
export interface Vocabulary {
  /** Its reference of a payment. */
  readonly referenceOf: (payment: SimulatedPayment) => string;
  /** Its reference of an attempt that never became a payment; the payment's unless given. */
  readonly sessionReferenceOf?: (payment: SimulatedPayment) => string;
  /** Tales that it has the words for, and that never happen there. */
  readonly without?: readonly string[];
  /** The messages of each word, sent shortly after one another. A word that is missing never happens there. */
  readonly words: Readonly<Partial<Record<StoryWord, readonly [string, ...string[]]>>>;
}
