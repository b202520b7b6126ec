import type { AuditEntryView } from "#lib/audit/audit-shape";
import { type Column, DataTable, RowLink } from "../ui/data-table.tsx";
import { shortenMiddle } from "../ui/shorten-middle.ts";
import { TimeText } from "../ui/time-text.tsx";
import { actorKind, differencesOf, otherDetails } from "./audit-words.ts";

const columns: readonly Column<AuditEntryView>[] = [
  { key: "action", header: "What", track: "minmax(11rem,1fr)", onPhone: "title", cell: ({ position, action }) => <RowLink href={`/audit/${String(position)}`}>{action}</RowLink> },
  { key: "actor", header: "Who", track: "minmax(9rem,1fr)", cell: ({ actor }) => <ActorCell actor={actor} /> },
  { key: "subject", header: "To what", track: "minmax(9rem,1fr)", cell: ({ subject }) => <SubjectCell subject={subject} /> },
  { key: "details", header: "Details", track: "minmax(8rem,2fr)", onPhone: "hidden", cell: ({ details }) => <DetailsCell details={details} /> },
  { key: "at", header: "When", track: "max-content", align: "end", cell: ({ at }) => <TimeText at={at} /> },
];

/** Who did what, newest first. */
export function AuditTable({ entries }: { readonly entries: readonly AuditEntryView[] }) {
  return <DataTable label="Audit" rows={entries} rowKey={({ position }) => String(position)} columns={columns} />;
}

function ActorCell({ actor: { type, name, address } }: { readonly actor: AuditEntryView["actor"] }) {
  return (
    <span className="min-w-0 truncate" title={[actorKind(type), name, address].filter((part) => part !== null).join(", ")}>
      {name}
      {type === "user" || name.toLowerCase() === actorKind(type).toLowerCase() ? null : <span className="text-soft"> {actorKind(type)}</span>}
    </span>
  );
}

function SubjectCell({ subject: { type, id } }: { readonly subject: AuditEntryView["subject"] }) {
  return (
    <span className="min-w-0 truncate" title={id ?? type}>
      {type}
      {id === null ? null : <code className="mono text-soft"> {shortenMiddle(id)}</code>}
    </span>
  );
}

/** The first of what it tells, in one line. */
function DetailsCell({ details }: { readonly details: AuditEntryView["details"] }) {
  const changed = differencesOf(details)?.map(({ path, after }) => `${path}: ${after ?? "removed"}`) ?? [];
  const parts = [...changed, ...otherDetails(details).map(({ name, value }) => `${name}: ${value}`)];
  return <span className="truncate text-sm text-soft">{parts.join(" · ").slice(0, 300)}</span>;
}
