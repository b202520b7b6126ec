import { anomalyCodes } from "#lib/transactions/anomalies";
import { disputeStates, transactionKinds, transactionStatuses } from "#lib/transactions/status";
import type { Filter } from "../ui/filter-bar.tsx";
import type { Choice } from "../ui/field.tsx";
import { anomalyWords, disputeWords, kindWords, statusWords } from "./transaction-words.ts";

/** The filters that a list of transactions takes from its address, besides mode and cursor. */
export const transactionFilterNames = ["q", "status", "sourceId", "currency", "kind", "method", "minAmountMinor", "maxAmountMinor", "anomaly", "dispute", "unlinked", "resolved", "customer", "reference", "from", "to"] as const;

/** What people filter by; the seldom ones stay out of sight. `exponent`: of the chosen currency. */
export function transactionFilters(sources: readonly Choice[], exponent: number): readonly Filter[] {
  return [
    { name: "status", label: "Status", kind: "choice", choices: choices(transactionStatuses, statusWords) },
    { name: "sourceId", label: "Source", kind: "choice", choices: sources },
    { name: "currency", label: "Currency", kind: "text", narrow: true },
    { name: "from", label: "From", kind: "moment" },
    { name: "to", label: "Until", kind: "moment" },
    { name: "minAmountMinor", label: "Amount from", kind: "amount", exponent, rare: true },
    { name: "maxAmountMinor", label: "Amount to", kind: "amount", exponent, rare: true },
    { name: "method", label: "Method, such as card", kind: "text", rare: true },
    { name: "kind", label: "Kind", kind: "choice", choices: choices(transactionKinds, kindWords), rare: true },
    { name: "dispute", label: "Dispute", kind: "choice", choices: choices(disputeStates, disputeWords), rare: true },
    { name: "anomaly", label: "Anomaly", kind: "choice", choices: [{ value: "any", text: "Any that nobody has looked at" }, ...choices(anomalyCodes, anomalyWords)], rare: true },
    { name: "resolved", label: "Closed by hand", kind: "choice", choices: yesOrNo, rare: true },
  ];
}

const yesOrNo: readonly Choice[] = [
  { value: "true", text: "Yes" },
  { value: "false", text: "No" },
];

function choices<Value extends string>(values: readonly Value[], words: Readonly<Record<Value, string>>): readonly Choice[] {
  return values.map((value) => ({ value, text: words[value] }));
}
