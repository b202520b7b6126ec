import type { Request } from "#lib/events/request-shape";
import { formatBytes } from "../ui/byte-format.ts";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { ShortId } from "../ui/short-id.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { reasonWords } from "./reason-words.ts";

/** `sourceNames`: by public id. */
export function RequestTable({ requests, sourceNames, label = "Requests" }: { readonly requests: readonly Request[]; readonly sourceNames: ReadonlyMap<string, string>; readonly label?: string }) {
  return <DataTable label={label} rows={requests} rowKey={(request) => request.id} columns={columns(sourceNames)} />;
}

function columns(sourceNames: ReadonlyMap<string, string>): readonly Column<Request>[] {
  return [
    { key: "outcome", header: "Outcome", track: "max-content", onPhone: "bare", cell: (request) => <StateBadge state={request.outcome} /> },
    {
      key: "what",
      header: "What happened",
      track: "minmax(12rem,2fr)",
      onPhone: "title",
      cell: (request) => <RowLink href={`/requests/${request.id}`}>{request.reason === null ? summary(request) : reasonWords(request.reason)}</RowLink>,
    },
    { key: "source", header: "Source", track: "minmax(6rem,1fr)", cell: (request) => <span className="truncate">{sourceNames.get(request.sourceId) ?? "Deleted source"}</span> },
    { key: "id", header: "Request", track: "max-content", onPhone: "hidden", cell: (request) => <ShortId id={request.id} /> },
    { key: "status", header: "Answer", track: "max-content", align: "end", cell: (request) => request.answeredStatus },
    { key: "bytes", header: "Size", track: "max-content", align: "end", onPhone: "hidden", cell: (request) => formatBytes(request.bytes) },
    { key: "received", header: "Received", track: "max-content", align: "end", cell: (request) => <TimeText at={request.receivedAt} /> },
  ];
}

function summary({ outcome, eventIds }: Request): string {
  if (outcome === "duplicate") return "Seen before";
  if (outcome === "conflict") return "Seen before with other content";
  return eventIds.length === 1 ? "1 event" : `${String(eventIds.length)} events`;
}
