import type { Replay } from "#lib/deliveries/replay-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";

const columns: readonly Column<Replay>[] = [
  { key: "state", header: "State", track: "max-content", onPhone: "bare", cell: ({ state }) => <StateBadge state={state} /> },
  { key: "reason", header: "Reason", track: "minmax(12rem,2fr)", onPhone: "title", cell: ({ id, reason }) => <RowLink href={`/replays/${id}`}>{reason}</RowLink> },
  { key: "what", header: "What", track: "max-content", cell: ({ eventId, url }) => (eventId === null ? "Many events" : url === null ? "One event" : "One event, a copy") },
  { key: "by", header: "Started by", track: "minmax(6rem,1fr)", cell: ({ createdBy }) => createdBy },
  { key: "done", header: "Done", track: "max-content", align: "end", cell: ({ done, total }) => `${formatCount(done)} of ${formatCount(total)}` },
  { key: "failed", header: "Failed", track: "max-content", align: "end", cell: ({ failed }) => (failed === 0 ? <span className="text-soft">0</span> : <span className="text-bad">{formatCount(failed)}</span>) },
  { key: "started", header: "Started", track: "max-content", align: "end", cell: ({ createdAt }) => <TimeText at={createdAt} /> },
];

export function ReplayTable({ replays }: { readonly replays: readonly Replay[] }) {
  return <DataTable label="Replays" rows={replays} rowKey={({ id }) => id} columns={columns} />;
}
