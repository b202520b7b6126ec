import type { Key } from "#lib/sources/source-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { Badge, StateBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { KeyActions } from "./key-actions.tsx";

interface KeyTableProps {
  readonly sourceId: string;
  readonly keys: readonly Key[];
  readonly canChange: boolean;
}

/** The keys of a source: which verify, what each has done, and which may go. */
export function KeyTable({ sourceId, keys, canChange }: KeyTableProps) {
  const columns: readonly Column<Key>[] = [
    { key: "label", header: "Key", track: "minmax(9rem,1.5fr)", onPhone: "title", cell: (key) => <span className="font-medium">{key.label}</span> },
    { key: "fingerprint", header: "Fingerprint", track: "max-content", cell: (key) => <span className="font-mono text-xs">{key.fingerprint}</span> },
    { key: "status", header: "Status", track: "minmax(8rem,1.4fr)", onPhone: "bare", cell: (key) => <KeyStatus of={key} /> },
    { key: "verified", header: "Last verified", track: "max-content", cell: (key) => (key.lastVerifiedAt === null ? <span className="text-soft">Never</span> : <TimeText at={key.lastVerifiedAt} />) },
    { key: "count", header: "Verified", track: "max-content", align: "end", cell: (key) => formatCount(key.verifiedCount) },
    ...(canChange ? [{ key: "actions", header: "Actions", track: "max-content", onPhone: "bare", opens: true, cell: (key: Key) => <KeyActions sourceId={sourceId} apiKey={key} /> } as const] : []),
  ];
  return <DataTable label="Keys" rows={keys} rowKey={(key) => key.id} columns={columns} />;
}

function KeyStatus({ of: key }: { readonly of: Key }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <StateBadge state={key.status} />
      {key.status === "expiring" && key.expiresAt !== null ? <TimeText at={key.expiresAt} /> : null}
      {key.safeToRetire && (key.status === "active" || key.status === "expiring") ? <Badge tone="accent">Safe to retire</Badge> : null}
    </span>
  );
}
