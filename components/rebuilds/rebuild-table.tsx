import type { Rebuild } from "#lib/transactions/rebuild-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { filterWords } from "./rebuild-words.ts";

const columns: readonly Column<Rebuild>[] = [
  { key: "state", header: "State", track: "max-content", onPhone: "bare", cell: ({ state }) => <StateBadge state={state} /> },
  { key: "filter", header: "Filter", track: "minmax(12rem,2fr)", onPhone: "title", cell: ({ id, filter }) => <RowLink href={`/transactions/rebuilds/${id}`}>{filterWords(filter)}</RowLink> },
  { key: "by", header: "Started by", track: "minmax(6rem,1fr)", cell: ({ createdBy }) => createdBy },
  { key: "done", header: "Looked at", track: "max-content", align: "end", cell: ({ done, total }) => `${formatCount(done)} of ${formatCount(total)}` },
  { key: "changed", header: "Changed", track: "max-content", align: "end", cell: ({ changed }) => formatCount(changed) },
  { key: "started", header: "Started", track: "max-content", align: "end", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
];

export function RebuildTable({ rebuilds }: { readonly rebuilds: readonly Rebuild[] }) {
  return <DataTable label="Rebuilds" rows={rebuilds} rowKey={({ id }) => id} columns={columns} />;
}
