"use client";

import { formatDay } from "../ui/time-format.ts";
import { useTime } from "../ui/time-provider.tsx";
import { type ToldTransaction, transactionAnswer } from "./transaction-answer.ts";

/** The answer in the reader's own zone. */
export function TransactionAnswerText({ told }: { readonly told: ToldTransaction }) {
  const { timeZone, nowMs } = useTime();
  return <span className="text-ink">{transactionAnswer(told, (at) => formatDay(Date.parse(at), nowMs, timeZone))}</span>;
}
