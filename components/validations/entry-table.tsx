import type { ListEntry } from "#lib/validations/list-shape";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Badge } from "../ui/state-badge.tsx";
import { TimeText } from "../ui/time-text.tsx";
import { RemoveEntry } from "./remove-entry.tsx";

/** What stands on a list. */
export function EntryTable({ listId, entries, canWrite, nowMs }: { readonly listId: string; readonly entries: readonly ListEntry[]; readonly canWrite: boolean; /** When the page was read. */ readonly nowMs: number }) {
  const columns: readonly Column<ListEntry>[] = [
    { key: "value", header: "Value", track: "minmax(10rem,1.2fr)", onPhone: "title", cell: ({ value, label }) => <span className="mono truncate">{label ?? value}</span> },
    { key: "note", header: "Note", track: "minmax(8rem,1fr)", cell: ({ note }) => <span className="truncate">{note === "" ? "–" : note}</span> },
    { key: "by", header: "Added by", track: "minmax(6rem,12rem)", cell: ({ addedBy }) => <span className="truncate">{addedBy}</span> },
    { key: "added", header: "Added", track: "max-content", align: "end", cell: ({ addedAt }) => <TimeText at={addedAt} /> },
    { key: "expires", header: "Counts until", track: "max-content", align: "end", cell: ({ expiresAt }) => (expiresAt === null ? <span className="text-soft">for good</span> : Date.parse(expiresAt) <= nowMs ? <Badge>Ran out</Badge> : <TimeText at={expiresAt} />) },
  ];
  const remove: Column<ListEntry> = { key: "remove", header: "Remove", track: "max-content", align: "end", onPhone: "bare", cell: ({ value, label }) => <RemoveEntry listId={listId} value={value} label={label ?? value} /> };
  return <DataTable label="Entries" columns={canWrite ? [...columns, remove] : columns} rows={entries} rowKey={({ value }) => value} />;
}
