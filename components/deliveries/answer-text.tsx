import type { Delivery } from "#lib/deliveries/delivery-shape";
import { classNames } from "../ui/class-names.ts";
import { answerWords } from "./delivery-words.ts";

/** What an endpoint answered; what was not taken stands out. */
export function AnswerText({ statusCode, error }: { readonly statusCode: number | null; readonly error: Delivery["lastError"] }) {
  const isGood = error === null && statusCode !== null && statusCode >= 200 && statusCode < 300;
  const isNone = error === null && statusCode === null;
  return <span className={classNames("tabular", isNone ? "text-soft" : isGood ? "" : "text-bad")}>{answerWords({ statusCode, error })}</span>;
}
