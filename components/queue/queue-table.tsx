import type { Queue } from "#lib/deliveries/queue-shape";
import { EndpointBadges } from "../endpoints/endpoint-badges.tsx";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { TimeText } from "../ui/time-text.tsx";

type Line = Queue["endpoints"][number];

/** What waits for each endpoint. */
export function QueueTable({ endpoints, endpointNames }: { readonly endpoints: readonly Line[]; readonly endpointNames: ReadonlyMap<string, string> }) {
  const columns: readonly Column<Line>[] = [
    { key: "name", header: "Endpoint", track: "minmax(10rem,2fr)", onPhone: "title", cell: ({ endpointId, url }) => <RowLink href={`/endpoints/${endpointId}`}>{endpointNames.get(endpointId) ?? url}</RowLink> },
    { key: "state", header: "State", track: "max-content", onPhone: "title", cell: ({ status, circuit }) => <EndpointBadges endpoint={{ status, circuit, disabledReason: null, mode: "live" }} /> },
    { key: "depth", header: "Not ended", track: "max-content", align: "end", cell: ({ depth }) => formatCount(depth) },
    { key: "due", header: "Due now", track: "max-content", align: "end", cell: ({ due }) => formatCount(due) },
    { key: "oldest", header: "Oldest due", track: "max-content", align: "end", cell: ({ oldestDueAt }) => (oldestDueAt === null ? <span className="text-soft">–</span> : <TimeText at={oldestDueAt} />) },
    { key: "running", header: "Under way", track: "max-content", align: "end", cell: ({ running }) => formatCount(running) },
    { key: "failed", header: "Failed, 24 h", track: "max-content", align: "end", cell: ({ failed }) => <span className={failed === 0 ? "text-soft" : "text-bad"}>{formatCount(failed)}</span> },
  ];
  return <DataTable label="Queue by endpoint" rows={endpoints} rowKey={({ endpointId }) => endpointId} columns={columns} />;
}
