import { Clock } from "lucide-react";
import { providerById } from "#lib/providers/registry";
import type { Source } from "#lib/sources/source-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { Badge, ModeBadge, StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { keyWarnings } from "./key-rotation.ts";

/** `withKeys`: whether the reader sees keys. */
export function SourceTable({ sources, withKeys }: { readonly sources: readonly Source[]; readonly withKeys: boolean }) {
  const columns: readonly Column<Source>[] = [
    { key: "name", header: "Name", track: "minmax(10rem,2fr)", onPhone: "title", cell: (source) => <RowLink href={`/sources/${source.id}`}>{source.name}</RowLink> },
    { key: "provider", header: "Provider", track: "minmax(7rem,1fr)", cell: (source) => providerById(source.provider).name },
    { key: "mode", header: "Mode", track: "max-content", onPhone: "bare", cell: (source) => <ModeBadge mode={source.mode} /> },
    { key: "status", header: "Status", track: "max-content", onPhone: "bare", cell: (source) => <StateBadge state={source.status} /> },
    ...(withKeys ? [{ key: "keys", header: "Valid keys", track: "max-content", align: "end", cell: usableKeys } as const] : []),
    { key: "last", header: "Last message", track: "max-content", align: "end", cell: (source) => (source.lastMessageAt === null ? <span className="text-soft">None yet</span> : <TimeText at={source.lastMessageAt} />) },
  ];
  return <DataTable label="Sources" rows={sources} rowKey={(source) => source.id} columns={columns} />;
}

function usableKeys(source: Source) {
  const count = source.keys.filter((key) => key.status === "active" || key.status === "expiring").length;
  if (count === 0) return <span className="text-warn">None</span>;
  const [warning] = keyWarnings(source.keys, Date.now());
  if (warning === undefined) return count;
  return (
    <span className="inline-flex items-center gap-1.5">
      {count}
      <Badge tone={warning.tone} icon={Clock}>
        Ends soon
      </Badge>
    </span>
  );
}
