import type { Transaction } from "#lib/transactions/transaction-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Money } from "../ui/money.tsx";
import { shortenMiddle } from "../ui/shorten-middle.ts";
import { TimeText } from "../ui/time-text.tsx";
import { PaymentMethodText } from "./payment-method.tsx";
import { TransactionBadges } from "./transaction-badges.tsx";

interface TransactionTableProps {
  readonly transactions: readonly Transaction[];
  /** By public id. */
  readonly sourceNames: ReadonlyMap<string, string>;
  readonly label?: string;
}

/** Payments, newest first: each row leads to its page. */
export function TransactionTable({ transactions, sourceNames, label = "Transactions" }: TransactionTableProps) {
  return <DataTable label={label} rows={transactions} rowKey={(transaction) => transaction.id} columns={columns(sourceNames)} />;
}

function columns(sourceNames: ReadonlyMap<string, string>): readonly Column<Transaction>[] {
  return [
    { key: "amount", header: "Amount", track: "max-content", align: "end", onPhone: "bare", cell: (transaction) => <Amount transaction={transaction} /> },
    { key: "status", header: "Status", track: "minmax(8rem,max-content)", onPhone: "bare", cell: (transaction) => <TransactionBadges transaction={transaction} /> },
    { key: "method", header: "Method", track: "max-content", onPhone: "bare", cell: ({ method }) => <PaymentMethodText method={method} /> },
    { key: "reference", header: "Reference", track: "minmax(10rem,1.4fr)", onPhone: "bare", cell: (transaction) => <Reference transaction={transaction} /> },
    { key: "customer", header: "Customer", track: "minmax(6rem,1fr)", onPhone: "hidden", cell: ({ customer }) => <span className="mono">{customer.reference ?? <span className="text-soft">–</span>}</span> },
    { key: "source", header: "Source", track: "minmax(6rem,1fr)", onPhone: "bare", cell: ({ sourceId }) => sourceNames.get(sourceId) ?? "Deleted source" },
    { key: "when", header: "When", track: "max-content", align: "end", onPhone: "bare", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
  ];
}

function Amount({ transaction: { id, amount, kind } }: { readonly transaction: Transaction }) {
  return (
    <RowLink href={`/transactions/${id}`}>
      {amount === null ? (
        "No amount"
      ) : (
        <>
          {/* Money that leaves: a payout, or a refund of its own. */}
          {kind === "payment" ? null : "−"}
          <Money {...amount} />
        </>
      )}
    </RowLink>
  );
}

/** The merchant's own name for it where a message has one, else the provider's. */
function Reference({ transaction: { reference, references, customer } }: { readonly transaction: Transaction }) {
  const own = references.find((text) => text !== reference && text !== customer.reference && !text.startsWith("evt_"));
  return (
    <span className="mono" title={[reference, ...references.filter((text) => text !== reference)].join("\n")}>
      {shortenMiddle(own ?? reference, 16, 6)}
    </span>
  );
}
