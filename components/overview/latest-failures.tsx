import type { Overview } from "#lib/stats/stats-shape";
import { reasonWords } from "../requests/reason-words.ts";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";

type Failure = Overview["latestFailures"][number];

const columns: readonly Column<Failure>[] = [
  { key: "outcome", header: "Outcome", track: "max-content", onPhone: "bare", cell: (failure) => <StateBadge state={failure.outcome} /> },
  {
    key: "why",
    header: "Why",
    track: "minmax(12rem,2fr)",
    onPhone: "title",
    cell: (failure) => <RowLink href={`/requests/${failure.requestId}`}>{failure.reason === null ? "Seen before with other content" : reasonWords(failure.reason)}</RowLink>,
  },
  { key: "source", header: "Source", track: "minmax(7rem,1fr)", cell: (failure) => failure.sourceName },
  { key: "received", header: "Received", track: "max-content", align: "end", cell: (failure) => <TimeText at={failure.receivedAt} /> },
];

/** What was refused or set aside last; each row leads to its explanation. */
export function LatestFailures({ failures }: { readonly failures: readonly Failure[] }) {
  if (failures.length === 0) return <p className="text-soft">None. What is refused or set aside shows up here with its reason.</p>;
  return <DataTable label="Latest failures" rows={failures} rowKey={(failure) => failure.requestId} columns={columns} />;
}
