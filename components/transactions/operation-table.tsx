import type { z } from "zod";
import type { operationShape } from "#lib/transactions/transaction-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Money } from "../ui/money.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { Badge, StateBadge } from "../ui/state-badge.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { operationWords } from "./transaction-words.ts";

export type Operation = z.infer<typeof operationShape>;

const columns: readonly Column<Operation>[] = [
  { key: "kind", header: "Operation", track: "max-content", onPhone: "bare", cell: ({ kind }) => <span className="font-medium">{operationWords[kind]}</span> },
  { key: "state", header: "State", track: "max-content", onPhone: "bare", cell: (operation) => <OperationState operation={operation} /> },
  { key: "reference", header: "Reference", track: "minmax(8rem,1fr)", cell: ({ reference }) => <ShortId id={reference} what="reference" /> },
  { key: "events", header: "Said by", track: "max-content", cell: ({ eventIds }) => <SaidBy eventIds={eventIds} /> },
  { key: "at", header: "When", track: "max-content", cell: ({ at }) => (at === null ? <span className="text-soft">Not told</span> : <TimeText at={at} />) },
  { key: "amount", header: "Amount", track: "max-content", align: "end", cell: ({ amount }) => (amount === null ? <span className="text-soft">Not told</span> : <Money {...amount} />) },
];

/** Every capture, refund, dispute and payout with its own reference and state. */
export function OperationTable({ operations }: { readonly operations: readonly Operation[] }) {
  if (operations.length === 0) return <p className="text-soft">None yet: a capture, refund or dispute shows up here with its own reference.</p>;
  return <DataTable label="Operations" rows={operations} rowKey={(operation) => `${operation.kind} ${operation.reference}`} columns={columns} />;
}

function OperationState({ operation: { state, implied } }: { readonly operation: Operation }) {
  return (
    <span className="inline-flex items-center gap-1">
      <StateBadge state={state} />
      {implied ? (
        <span title="No message tells of it: it follows from another one">
          <Badge>Implied</Badge>
        </span>
      ) : null}
    </span>
  );
}

function SaidBy({ eventIds }: { readonly eventIds: readonly string[] }) {
  const last = eventIds.at(-1);
  if (last === undefined) return <span className="text-soft">Nothing</span>;
  return <TextLink href={`/events/${last}`}>{eventIds.length === 1 ? "1 event" : `${String(eventIds.length)} events`}</TextLink>;
}
