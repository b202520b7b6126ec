import type { Overview } from "#lib/stats/stats-shape";
import { HealthBadge } from "../sources/source-health.tsx";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { formatCount } from "../ui/money-format.ts";
import { ModeBadge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";

type Line = Overview["sources"][number];

const columns: readonly Column<Line>[] = [
  {
    key: "name",
    header: "Source",
    track: "minmax(9rem,1fr)",
    onPhone: "title",
    cell: (line) => (
      <span className="flex items-center gap-2">
        <RowLink href={`/sources/${line.id}`}>{line.name}</RowLink>
        {line.mode === "test" ? <ModeBadge mode="test" /> : null}
      </span>
    ),
  },
  {
    key: "health",
    header: "Health",
    track: "minmax(12rem,2fr)",
    onPhone: "title",
    cell: (line) => (
      <span className="flex items-center gap-2 max-md:items-start">
        <HealthBadge health={line.health} />
        <span className="truncate text-sm text-soft max-md:whitespace-normal" title={line.healthSentence}>
          {line.healthSentence}
        </span>
      </span>
    ),
  },
  { key: "keys", header: "Keys", track: "max-content", cell: (line) => <KeyHealth line={line} /> },
  { key: "accepted", header: "Verified today", track: "max-content", align: "end", cell: (line) => formatCount(line.today.accepted + line.today.duplicate + line.today.conflict) },
  { key: "rejected", header: "Refused today", track: "max-content", align: "end", cell: (line) => formatCount(line.today.rejected + line.today.quarantined) },
  { key: "last", header: "Last message", track: "max-content", align: "end", cell: (line) => (line.lastMessageAt === null ? <span className="text-soft">None yet</span> : <TimeText at={line.lastMessageAt} />) },
];

/** Every source with its health, its keys and what came last. */
export function OverviewSources({ sources }: { readonly sources: readonly Line[] }) {
  return <DataTable label="Sources" rows={sources} rowKey={(line) => line.id} columns={columns} />;
}

function KeyHealth({ line }: { readonly line: Line }) {
  if (line.usableKeys === 0) return <span className="text-warn">No valid key</span>;
  return (
    <span>
      {line.usableKeys === 1 ? "1 valid" : `${String(line.usableKeys)} valid`}
      {line.nextKeyExpiryAt === null ? null : (
        <>
          , one ends <TimeText at={line.nextKeyExpiryAt} />
        </>
      )}
    </span>
  );
}
