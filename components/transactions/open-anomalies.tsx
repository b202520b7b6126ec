import type { Transaction } from "#lib/transactions/transaction-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Money } from "../ui/money.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { anomalyWords } from "./transaction-words.ts";

const columns: readonly Column<Transaction>[] = [
  { key: "amount", header: "Amount", track: "max-content", align: "end", onPhone: "bare", cell: ({ amount }) => (amount === null ? <span className="text-soft">No amount</span> : <Money {...amount} />) },
  { key: "status", header: "Status", track: "max-content", onPhone: "bare", cell: ({ status }) => <StateBadge state={status} /> },
  { key: "what", header: "What to look at", track: "minmax(14rem,2fr)", onPhone: "title", cell: (transaction) => <RowLink href={`/transactions/${transaction.id}`}>{openWords(transaction)}</RowLink> },
  { key: "reference", header: "Reference", track: "minmax(8rem,1fr)", onPhone: "hidden", cell: ({ reference }) => <span className="mono">{reference}</span> },
  { key: "when", header: "When", track: "max-content", align: "end", onPhone: "bare", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
];

/** Transactions with something that nobody has looked at yet. */
export function OpenAnomalies({ transactions }: { readonly transactions: readonly Transaction[] }) {
  if (transactions.length === 0) return <p className="text-soft">Nothing: every payment is as it should be, or was looked at.</p>;
  return <DataTable label="Worth a look" rows={transactions} rowKey={({ id }) => id} columns={columns} />;
}

function openWords({ anomalies }: Transaction): string {
  return anomalies.flatMap(({ code, acknowledged }) => (acknowledged ? [] : [anomalyWords[code]])).join(", ");
}
