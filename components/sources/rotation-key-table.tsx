import type { Key } from "#lib/sources/source-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Badge, StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";

/** The keys that verify now, and what each does. The page is rendered again whenever a message arrives. */
export function RotationKeyTable({ keys, signing }: { readonly keys: readonly Key[]; readonly signing: Key | null }) {
  const columns: readonly Column<Key>[] = [
    {
      key: "label",
      header: "Key",
      track: "minmax(10rem,1.5fr)",
      onPhone: "title",
      cell: (key) => (
        <span className="inline-flex flex-wrap items-center gap-1.5 font-medium">
          {key.label}
          {key.id === signing?.id ? <Badge tone="good">Signs now</Badge> : null}
        </span>
      ),
    },
    { key: "fingerprint", header: "Fingerprint", track: "max-content", cell: (key) => <span className="font-mono text-xs">{key.fingerprint}</span> },
    { key: "status", header: "Status", track: "max-content", onPhone: "bare", cell: (key) => <StateBadge state={key.status} /> },
    { key: "last", header: "Last message", track: "max-content", align: "end", cell: (key) => (key.lastVerifiedAt === null ? <span className="text-soft">None yet</span> : <TimeText at={key.lastVerifiedAt} />) },
    { key: "day", header: "Last 24 hours", track: "max-content", align: "end", cell: (key) => formatCount(key.verifiedLastDay) },
    { key: "all", header: "In all", track: "max-content", align: "end", cell: (key) => formatCount(key.verifiedCount) },
  ];
  return <DataTable label="Keys that verify" rows={keys} rowKey={(key) => key.id} columns={columns} />;
}
